// Tests lib/api/phone_json.cc.
#include "api/phone_json.h"

#include <nlohmann/json.hpp>

#include "fixtures.h"

namespace spaconf::api {

class PhoneJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PhoneJsonTest);
  CPPUNIT_TEST(has_no_password_unless_it_is_asked_for);
  CPPUNIT_TEST(has_the_members_of_a_body);
  CPPUNIT_TEST(says_what_is_not_there_yet);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Api api_{config(folder_, shipped_configuration(folder_))};

  static RecordWithPasswords record() {
    RecordWithPasswords record;
    record.ref = "abcdefghjk";
    record.wanted = {.login = "novak",
                     .model = find_model("spa942"),
                     .mac = Mac::parse("000e08112233"),
                     .serial = "",
                     .hostname = "phone-1",
                     .inventory = "",
                     .lines = {},
                     .settings = {{"DND", "yes"}}};
    record.wanted.lines.push_back({.position = 1,
                                   .user = "1001",
                                   .password = Secret("secret"),
                                   .display = "Jan",
                                   .permissions = std::vector<std::string>{"local"}});
    record.version = 3;
    record.profile = ProfileState::done;
    record.created = "2026-11-23 10:33:07";
    return record;
  }

  void has_no_password_unless_it_is_asked_for() {
    const std::string text = phone_json(api_, record()).dump();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text, text.npos, text.find("secret"));
    CPPUNIT_ASSERT_EQUAL(text.npos, text.find("password"));
    const auto all = phone_json_with_passwords(api_, record(), {1});
    CPPUNIT_ASSERT_EQUAL(std::string("secret"), all["lines"][0]["password"].get<std::string>());
    CPPUNIT_ASSERT(phone_json_with_passwords(api_, record(), {}) == phone_json(api_, record()));
  }

  void has_the_members_of_a_body() {
    const auto all = phone_json(api_, record());
    CPPUNIT_ASSERT_EQUAL(std::string("\"000e08112233\""), all["mac"].dump());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"DND":"yes"})"), all["settings"].dump());
    CPPUNIT_ASSERT_EQUAL(std::string(R"(["local"])"), all["lines"][0]["permissions"].dump());
    CPPUNIT_ASSERT_EQUAL(std::string("\"config/spa000e08112233.cfg\""),
                         all["profile"]["file"].dump());
    CPPUNIT_ASSERT_EQUAL(std::string("\"3\""), entity_tag(record()));
  }

  void says_what_is_not_there_yet() {
    RecordWithPasswords software = record();
    software.wanted.model = find_model("software");
    software.wanted.mac.reset();
    software.profile = ProfileState::none;
    const auto all = phone_json(api_, software);
    CPPUNIT_ASSERT(all["mac"].is_null());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"state":"none"})"), all["profile"].dump());
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"state":"pending"})"), all["ticket"].dump());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PhoneJsonTest);

}  // namespace spaconf::api
