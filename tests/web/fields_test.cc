// Tests lib/web/fields.cc: everything that cgicc would let through.
#include "web/fields.h"

#include "fixtures.h"

namespace spaconf::web {

class WebFieldsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WebFieldsTest);
  CPPUNIT_TEST(decodes_what_browsers_send);
  CPPUNIT_TEST(refuses_what_no_form_of_ours_sends);
  CPPUNIT_TEST(leaves_control_characters_in_values_to_the_form);
  CPPUNIT_TEST(takes_one_type_only);
  CPPUNIT_TEST(has_limits);
  CPPUNIT_TEST(keeps_body_and_query_apart);
  CPPUNIT_TEST(lets_permission_repeat);
  CPPUNIT_TEST(takes_a_file_and_the_fields_beside_it);
  CPPUNIT_TEST(takes_a_form_whose_file_was_not_chosen);
  CPPUNIT_TEST(refuses_what_is_no_form_with_one_file);
  CPPUNIT_TEST_SUITE_END();

  static Request post(const std::string& body) {
    Request request;
    request.method = "POST";
    request.content_type = "application/x-www-form-urlencoded";
    request.body = body;
    return request;
  }

  static std::string listed(const Fields& fields) {
    std::string text;
    for (const auto& [name, value] : fields.all()) text += name + "=" + value + "|";
    return text;
  }

  void decodes_what_browsers_send() {
    for (auto [body, fields] : {std::pair{"", ""},
                                {"login=novak&mac=", "login=novak|mac=|"},
                                {"a=b+c%20d%2B", "a=b c d+|"},
                                {"a=%C5%99&b=%c5%99", "a=ř|b=ř|"},
                                {"a=1&A=2", "a=1|A=2|"},
                                {"a=b=c", "a=b=c|"},
                                {"a=%26%3D", "a=&=|"},
                                {"a%5Bb%5D=1", "a[b]=1|"},
                                {"a=12abc", "a=12abc|"},
                                {"a=100%", "a=100%|"},
                                {"a=1&&b=2&", "a=1|b=2|"},
                                {"a", "a=|"},
                                {"a&b=1&c", "a=|b=1|c=|"},
                                {"a=1;b&c", "a=1;b|c=|"},
                                {"a=b;c=d&;e=f", "a=b;c=d|;e=f|"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, std::string(fields), listed(body_fields(post(body))));
    }
  }

  void refuses_what_no_form_of_ours_sends() {
    for (const char* body : {"a%00=1", "a%0a=1", "%1b=1", "a%C2%85=1",              // controls
                             "a=%FF", "a=%C0%AF", "a=%ED%A0%80", "a=%C5", "%FF=a",  // not UTF-8
                             "a=1&a=1", "a=1&b=2&a=3", "=1&=2", "a=1&a"}) {         // twice
      for (const auto& act : {std::function([&] { body_fields(post(body)); }), std::function([&] {
                                Request request;
                                request.query = body;
                                query_fields(request);
                              })}) {
        std::string thrown = thrown_by(act);
        CPPUNIT_ASSERT_MESSAGE(body + (" gives " + thrown), thrown.starts_with("Refused 400: "));
      }
    }
  }

  void leaves_control_characters_in_values_to_the_form() {
    for (auto [body, value] : {std::pair{"a=b%0D%0Ac", "b\r\nc"},
                               {"a=%09", "\t"},
                               {"a=%1b", "\x1b"},
                               {"a=%7F", "\x7f"},
                               {"a=%C2%85", "\u0085"},
                               {"a=%E2%80%A8", "\u2028"},
                               {"a=\nb", "\nb"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, std::string(value), body_fields(post(body)).text("a"));
      Request request;
      request.query = body;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, std::string(value), query_fields(request).text("a"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("x\0y", 3), body_fields(post("a=x%00y")).text("a"));
  }

  void takes_one_type_only() {
    for (const char* type :
         {"application/x-www-form-urlencoded", "Application/X-WWW-Form-URLencoded",
          "application/x-www-form-urlencoded;charset=UTF-8",
          "application/x-www-form-urlencoded ; charset=utf-8"}) {
      Request request = post("a=1");
      request.content_type = type;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(type, std::string("a=1|"), listed(body_fields(request)));
    }
    for (const char* type :
         {"", "text/plain", "application/json", "multipart/form-data; boundary=x",
          "multipart/form-data", "application/x-www-form-urlencoded-not",
          "x; application/x-www-form-urlencoded"}) {
      Request request = post("a=1");
      request.content_type = type;
      CPPUNIT_ASSERT_MESSAGE(type,
                             thrown_by([&] { body_fields(request); }).starts_with("Refused 415: "));
    }
  }

  void has_limits() {
    auto many = [](std::size_t count) {
      std::string body;
      for (std::size_t i = 0; i < count; ++i) body += (i ? "&f" : "f") + std::to_string(i) + "=";
      return body;
    };
    CPPUNIT_ASSERT_EQUAL(most_fields, body_fields(post(many(most_fields))).all().size());
    std::string largest = "a=" + std::string(largest_form - 2, 'x');
    CPPUNIT_ASSERT_EQUAL(largest_form - 2, body_fields(post(largest)).text("a").size());
    for (const std::string& body : {many(most_fields + 1), std::string(5000, '&'), largest + "x"}) {
      CPPUNIT_ASSERT(thrown_by([&] { body_fields(post(body)); }).starts_with("Refused 413: "));
      Request request;
      request.query = body;
      CPPUNIT_ASSERT(thrown_by([&] { query_fields(request); }).starts_with("Refused 400: "));
    }
  }

  void keeps_body_and_query_apart() {
    Request request = post("a=1");
    request.query = "b=2&login=novak";
    CPPUNIT_ASSERT_EQUAL(std::string("a=1|"), listed(body_fields(request)));
    CPPUNIT_ASSERT_EQUAL(std::string("b=2|login=novak|"), listed(query_fields(request)));
  }

  void lets_permission_repeat() {
    Fields fields = body_fields(post("permission=local&permission=int&permission=local"));
    CPPUNIT_ASSERT(
        (fields.texts("permission") == std::vector<std::string>{"local", "int", "local"}));
    fields = body_fields(post("line2_permission=local&line2_permission="));
    CPPUNIT_ASSERT((fields.texts("line2_permission") == std::vector<std::string>{"local", ""}));
    CPPUNIT_ASSERT(!thrown_by([] { body_fields(post("Permission=a&Permission=b")); }).empty());
  }

  /// One part of a form; `more` follows the name: "; filename=\"a.csv\"".
  static std::string part(const std::string& name, const std::string& more,
                          const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" +
           value + "\r\n";
  }

  static Upload upload(const std::string& parts, const char* type = "boundary=b") {
    Request request = post(parts + "--b--\r\n");
    request.content_type = std::string("multipart/form-data; ") + type;
    return uploaded(request);
  }

  void takes_a_file_and_the_fields_beside_it() {
    const std::string bytes("a;b\r\n\0\xff\r\n--c\r\n\"x\ny\"\r\n", 27);
    for (auto [sent, name] : {std::pair{"phones.csv", "phones.csv"},
                              {"Řehoř 1.csv", "Řehoř 1.csv"},
                              {"C:\\Users\\x\\a.csv", "a.csv"},
                              {"../../etc/passwd", "passwd"}}) {
      const Upload found = upload(part("key", "", "k1") + part("csrf", "", "t") +
                                  part("table", std::string("; filename=\"") + sent + "\"", bytes));
      CPPUNIT_ASSERT_EQUAL(std::string("key=k1|csrf=t|"), listed(found.fields));
      CPPUNIT_ASSERT_EQUAL(std::string(name), found.file_name);
      CPPUNIT_ASSERT(bytes == found.file);
    }
  }

  void takes_a_form_whose_file_was_not_chosen() {
    const Upload found =
        upload(part("table", "; filename=\"\"", "") + part("pasted", "", "a\r\n1"));
    CPPUNIT_ASSERT_EQUAL(std::string("table=|pasted=a\r\n1|"), listed(found.fields));
    CPPUNIT_ASSERT_EQUAL(std::string(), found.file_name + found.file);
  }

  void refuses_what_is_no_form_with_one_file() {
    const std::string file = part("table", "; filename=\"a\"", "x");
    const struct {
      std::string parts;
      const char *type, *answer;
    } table[] = {{file + file, "boundary=b", "Refused 400"},
                 {part("a", "", "1") + part("a", "", "2"), "boundary=b", "Refused 400"},
                 {part("a", "", "\xff"), "boundary=b", "Refused 400"},
                 {part("table", "; filename=\"a\xff\"", "x"), "boundary=b", "Refused 400"},
                 {"--b\r\nno header\r\n", "boundary=b", "Refused 400"},
                 {file, "", "Refused 415"}};
    for (const auto& row : table) {
      const std::string thrown = thrown_by([&] { upload(row.parts, row.type); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.parts, std::string(row.answer), thrown.substr(0, 11));
    }
    Request plain = post("a=1");
    CPPUNIT_ASSERT_EQUAL(std::string("Refused 415"),
                         thrown_by([&] { uploaded(plain); }).substr(0, 11));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WebFieldsTest);

}  // namespace spaconf::web
