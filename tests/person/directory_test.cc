// Tests lib/person/directory.cc and what lib/person/ldap.cc asks of its section; the
// rest of that needs a server.
#include "person/directory.h"

#include "fixtures.h"

namespace spaconf {

class DirectoryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DirectoryTest);
  CPPUNIT_TEST(connects_only_when_it_is_asked);
  CPPUNIT_TEST(takes_the_words_that_filters_may_have);
  CPPUNIT_TEST(refuses_what_could_not_work_or_would_not_be_safe);
  CPPUNIT_TEST(never_sends_the_password_in_clear_text_to_another_host);
  CPPUNIT_TEST_SUITE_END();

  static std::string thrown_with(const std::string& start, const std::string& value) {
    Folder folder;
    std::vector<std::pair<std::string, std::string>> changes;
    if (!start.empty()) changes.emplace_back(start, value);
    std::string text = shipped_configuration(folder, changes);
    return thrown_by([&] { make_directory(config(folder, text).section("person")); });
  }

  void connects_only_when_it_is_asked() {
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_with("", ""));
  }

  void takes_the_words_that_filters_may_have() {
    for (const char* filter : {"(memberUid={login})", "(memberUid={user})", "(member={dn})"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(),
                           thrown_with("group_filter = ", "\"" + std::string(filter) + "\""));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_with("filter = ", "\"(uid={user})\""));
  }

  void refuses_what_could_not_work_or_would_not_be_safe() {
    for (auto [start, value, sentence] :
         {std::tuple{"kind = ", "\"ladp\"", "unknown kind of directory \"ladp\""},
          {"filter = ", "\"(uid=novak)\"", "filter lacks {login}"},
          {"filter = ", "\"(&(uid={login})(ou={group}))\"", "filter has the unknown {group}"},
          {"group_filter = ", "\"(memberUid={uid})\"",
           "group_filter has the unknown {uid}; known are {dn}"},
          {"start_tls = ", "false", "clear text to ldap.example.org"},
          {"number = ", "\"phone\"", "number must be one of"},
          {"number_digits = ", "0", "number_digits must be a whole number from 1 to 15"},
          {"search_timeout = ", "0", "search_timeout must be a whole number"}}) {
      std::string thrown = thrown_with(start, value);
      CPPUNIT_ASSERT_MESSAGE(start, thrown.starts_with("Misconfigured: "));
      assert_has(thrown, sentence);
    }
  }

  void never_sends_the_password_in_clear_text_to_another_host() {
    struct Row {
      const char *uri, *start_tls, *sentence;  // empty: taken
    } const table[] = {
        {"ldap://ldap.example.org", "true", ""},
        {"LDAP://ldap.example.org", "true", ""},
        {"LDAPS://ldap.example.org", "false", ""},
        {"ldapi:///", "false", ""},
        {"ldap://127.0.0.1:3890", "false", ""},
        {"ldap://[::1]", "false", ""},
        {"ldap:///", "false", ""},
        {"ldaps://a.example.org ldap://b.example.org", "true", ""},
        {"ldaps://a.example.org, ldap://localhost", "false", ""},
        {"LDAP://ldap.example.org", "false", "clear text to ldap.example.org"},
        {"ldaps://a.example.org ldap://b.example.org", "false", "clear text to b.example.org"},
        {"ldaps://a.example.org,lDaP://b.example.org", "false", "clear text to b.example.org"},
        {"ldap://127.0.0.1.example.org", "false", "clear text"},
        {"ldaps://a.example.org http://b.example.org", "true", "is not an LDAP URI"},
        {"cldap://a.example.org", "true", "a.example.org"},
        {"ldap.example.org", "true", "is not an LDAP URI"},
        {" ", "true", "uri is empty"},
        {"", "true", "uri is empty"},
    };
    for (const Row& row : table) {
      Folder folder;
      const Config conf = config(
          folder, shipped_configuration(folder, {{"uri = ", '"' + std::string(row.uri) + '"'},
                                                 {"start_tls = ", row.start_tls}}));
      const std::string where = conf.section("person").where("uri");
      const std::string thrown = thrown_by([&] { make_directory(conf.section("person")); });
      if (!*row.sentence) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(row.uri, std::string(), thrown);
      } else {
        assert_has(thrown, row.sentence);
        assert_has(thrown, where);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DirectoryTest);

}  // namespace spaconf
