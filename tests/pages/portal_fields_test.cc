// Tests lib/pages/portal_fields.cc.
#include "pages/portal_fields.h"

#include "fixtures.h"

namespace spaconf {

class PortalFieldsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PortalFieldsTest);
  CPPUNIT_TEST(takes_what_the_form_shows);
  CPPUNIT_TEST(never_takes_what_makes_a_form_valid);
  CPPUNIT_TEST(takes_no_password_out_of_an_address);
  CPPUNIT_TEST(leaves_what_is_empty_to_the_directory);
  CPPUNIT_TEST(gives_each_used_line_the_permissions_of_all);
  CPPUNIT_TEST_SUITE_END();

  static std::string taken(const std::string& method, const std::string& query,
                           const std::string& body = "") {
    web::Request request;
    request.method = method;
    request.query = query;
    request.content_type = "application/x-www-form-urlencoded";
    request.body = body;
    std::string all;
    const Fields fields = portal_fields(received_fields(request));
    for (const auto& [name, value] : fields.all()) all += name + "=" + value + " ";
    return all;
  }

  void takes_what_the_form_shows() {
    CPPUNIT_ASSERT_EQUAL(std::string("model=spa962 mac=0 serial=1 inventory=2 hostname=h "
                                     "line1_user=1001 line6_display=Jan "),
                         taken("GET",
                               "login=novak&model=spa962&mac=0&serial=1&inventory=2&hostname=h&"
                               "line1_user=1001&line6_display=Jan"));
    CPPUNIT_ASSERT_EQUAL(std::string("serial=1 mac=2 "), taken("POST", "mac=1", "serial=1&mac=2"));
    CPPUNIT_ASSERT_EQUAL(std::string("mac=1 "), taken("GET", "mac=1", "serial=1&mac=2"));
  }

  void never_takes_what_makes_a_form_valid() {
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         taken("POST", "",
                               "key=k&csrf=c&take_over=yes&keep_password=yes&setting=a&login=x&"
                               "line7_user=1&line1_=1&line1_take_over=yes&other=1"));
  }

  void takes_no_password_out_of_an_address() {
    CPPUNIT_ASSERT_EQUAL(std::string(), taken("GET", "line1_password=Xt7g"));
    CPPUNIT_ASSERT_EQUAL(std::string(), taken("POST", "line1_password=Xt7g", "login=x"));
    CPPUNIT_ASSERT_EQUAL(std::string("line1_password=Xt7g "),
                         taken("POST", "", "line1_password=Xt7g"));
  }

  void leaves_what_is_empty_to_the_directory() {
    CPPUNIT_ASSERT_EQUAL(std::string(), taken("GET", "mac=&line1_user=&model="));
    CPPUNIT_ASSERT_EQUAL(std::string("line1_permission= "), taken("GET", "line1_permission="));
  }

  void gives_each_used_line_the_permissions_of_all() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("line2_user=1002 line3_user=1003 line3_permission=ld "
                    "line1_permission=local line1_permission=int "
                    "line2_permission=local line2_permission=int "),
        taken(
            "GET",
            "permission=local&permission=int&line2_user=1002&line3_user=1003&line3_permission=ld"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalFieldsTest);

}  // namespace spaconf
