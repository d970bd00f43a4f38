// Tests lib/web/identity.cc.
#include "web/identity.h"

#include "base/crypto.h"
#include "base/error.h"
#include "fixtures.h"

namespace spaconf::web {

class IdentityTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IdentityTest);
  CPPUNIT_TEST(gives_the_highest_role_that_lists_or_groups_name);
  CPPUNIT_TEST(asks_for_groups_only_above_what_a_list_gives);
  CPPUNIT_TEST(knows_a_login_in_any_case_and_without_its_realm);
  CPPUNIT_TEST(remembers_a_role_for_a_minute);
  CPPUNIT_TEST(remembers_nothing_when_the_directory_does_not_answer);
  CPPUNIT_TEST(requires_the_marker);
  CPPUNIT_TEST(takes_forms_from_its_own_pages_only);
  CPPUNIT_TEST(takes_its_own_token_for_eight_hours);
  CPPUNIT_TEST(takes_no_token_of_another_user_or_action);
  CPPUNIT_TEST(takes_a_token_of_the_former_key_and_makes_none);
  CPPUNIT_TEST(refuses_a_configuration_that_could_not_work);
  CPPUNIT_TEST_SUITE_END();

  struct Given {
    explicit Given(const std::string& roles = "", const std::string& web = "")
        : conf(config(folder, "[web]\n" + (web.empty() ? usual() : web) + "[web.roles]\n" + roles)),
          identity(conf.section("web"),
                   [this](const std::string& user, const std::vector<std::string>& groups) {
                     asked += user + " in";
                     std::vector<std::string> own;
                     for (const std::string& group : groups) {
                       asked += " " + group;
                       if (group == "cn=all" || user + "s" == group) own.push_back(group);
                     }
                     asked += "; ";
                     return own;
                   }) {}
    std::string usual() const {
      return "origins = [\"https://voip.example.org\", \"https://[::1]:8443\"]\nkey_file = \"" +
             folder.file("key", std::string(32, 'k')) + "\"\n";
    }
    Folder folder;
    Config conf;
    std::string asked;
    Identity identity;
  };

  static constexpr const char* roles =
      "administrator = [\"root\"]\nregistrar = [\"jana\", \"root\"]\nreader = [\"petr\", "
      "\"member\"]\n"
      "administrator_groups = [\"chiefs\"]\nregistrar_groups = [\"members\"]\n";

  void gives_the_highest_role_that_lists_or_groups_name() {
    struct Row {
      const char *roles, *user;
      Role role;
    } const table[] = {{roles, "root", Role::administrator},
                       {roles, "jana", Role::registrar},
                       {roles, "petr", Role::reader},
                       {roles, "chief", Role::administrator},
                       {roles, "member", Role::registrar},
                       {roles, "root@elsewhere", Role::none},
                       {roles, "", Role::none},
                       {roles, "*", Role::none},
                       {roles, "root ", Role::none},
                       {"", "root", Role::none},
                       {"reader = [\"*\"]\nregistrar = [\"jana\"]", "jana", Role::registrar},
                       {"reader = [\"*\"]\nregistrar = [\"jana\"]", "anybody", Role::reader},
                       {"reader_groups = [\"no\", \"cn=all\"]", "anybody", Role::reader}};
    for (const Row& row : table) {
      Given given(row.roles);
      CPPUNIT_ASSERT_MESSAGE(row.user, given.identity.role(row.user) == row.role);
    }
  }

  void asks_for_groups_only_above_what_a_list_gives() {
    for (auto [user, asked] : {std::pair{"root", ""},
                               {"jana", "jana in chiefs; "},
                               {"petr", "petr in chiefs members; "},
                               {"chief", "chief in chiefs members; "}}) {
      Given given(roles);
      given.identity.role(user);
      CPPUNIT_ASSERT_EQUAL(std::string(asked), given.asked);
    }
  }

  void knows_a_login_in_any_case_and_without_its_realm() {
    struct Row {
      const char *user, *login;
    } const table[] = {{"novakp", "novakp"},
                       {"NovakP", "novakp"},
                       {"NovakP@EXAMPLE.CZ", "novakp"},
                       {"novakp@example.cz", "novakp"},
                       {"EXAMPLE\\novakp", "novakp"},
                       {"Example\\NOVAKP", "novakp"},
                       {"novakp@other.cz", "novakp@other.cz"},
                       {"OTHER\\novakp", "other\\novakp"},
                       {"DVOŘÁK@EXAMPLE.CZ", "dvořák"},
                       {"EXAMPLE\\Dvořák", "dvořák"},
                       {"novakp@sub.example.cz", "novakp@sub.example.cz"},
                       {"", ""}};
    Folder folder;
    const Config conf = config(folder, "[web]\norigins = [\"https://a\"]\nkey_file = \"" +
                                           folder.file("key", std::string(32, 'k')) +
                                           "\"\nrealms = [\"EXAMPLE.CZ\", \"example\"]\n"
                                           "[web.roles]\nregistrar = [\"NovakP\", \"Dvořák\"]\n"
                                           "reader = ['EXAMPLE\\Petr']\n");
    const Identity identity(conf.section("web"),
                            [](auto&, auto&) { return std::vector<std::string>(); });
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.login), identity.login_of(row.user));
    }
    CPPUNIT_ASSERT(identity.role(identity.login_of("Novakp@Example.cz")) == Role::registrar);
    CPPUNIT_ASSERT(identity.role(identity.login_of("DVOŘÁK")) == Role::registrar);
    CPPUNIT_ASSERT(identity.role(identity.login_of("petr@example.cz")) == Role::reader);
  }

  void remembers_a_role_for_a_minute() {
    Given given(roles);
    const auto start = Identity::Clock::now();
    for (int seconds : {0, 1, 59}) {
      given.identity.now = [=] { return start + std::chrono::seconds(seconds); };
      CPPUNIT_ASSERT(given.identity.role("member") == Role::registrar);
    }
    const std::string once = "member in chiefs members; ";
    CPPUNIT_ASSERT_EQUAL(once, given.asked);
    given.identity.now = [=] { return start + std::chrono::seconds(60); };
    given.identity.role("member");
    CPPUNIT_ASSERT_EQUAL(once + once, given.asked);
    // The clock was set back.
    given.identity.now = [=] { return start - std::chrono::hours(1); };
    given.identity.role("member");
    CPPUNIT_ASSERT_EQUAL(once + once + once, given.asked);
  }

  void remembers_nothing_when_the_directory_does_not_answer() {
    Folder folder;
    const Config conf =
        config(folder, "[web]\norigins = [\"https://voip.example.org\"]\nkey_file = \"" +
                           folder.file("key", std::string(32, 'k')) + "\"\n[web.roles]\n" + roles);
    bool is_away = true;
    const Identity identity(conf.section("web"),
                            [&](const std::string&, const std::vector<std::string>& groups) {
                              if (is_away) throw Unavailable("directory", "away");
                              return groups;
                            });
    assert_has(thrown_by([&] { identity.role("chief"); }), "Unavailable");
    is_away = false;
    CPPUNIT_ASSERT(identity.role("chief") == Role::administrator);
  }

  void requires_the_marker() {
    struct Row {
      const char* user;
      bool authenticated;
      Role least;
      bool may;
    } const table[] = {{"jana", true, Role::registrar, true},
                       {"jana", true, Role::reader, true},
                       {"jana", true, Role::administrator, false},
                       {"jana", false, Role::reader, false},
                       {"", true, Role::reader, false},
                       {"nobody", true, Role::reader, false},
                       {"", false, Role::none, true}};
    Given given(roles);
    for (const Row& row : table) {
      Request request;
      request.user = row.user;
      request.authenticated = row.authenticated;
      std::string thrown = thrown_by([&] { given.identity.require(request, row.least); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.user, std::string(row.may ? "" : "Refused 403"),
                                   thrown.substr(0, 11));
    }
  }

  void takes_forms_from_its_own_pages_only() {
    struct Row {
      const char *origin, *fetch_site;
      bool own;
    } const table[] = {{"https://voip.example.org", "same-origin", true},
                       {"https://[::1]:8443", "", true},
                       {"", "", true},
                       {"", "same-origin", true},
                       {"", "none", true},
                       {"", "same-site", false},
                       {"", "cross-site", false},
                       {"null", "", false},
                       {"null", "same-origin", true},
                       {"null", "same-site", false},
                       {"null", "cross-site", false},
                       {"http://voip.example.org", "", false},
                       {"https://voip.example.org:444", "", false},
                       {"https://voip.example.org.evil.example", "", false},
                       {"https://VOIP.example.org:443", "", true},
                       {"https://evil.example", "same-origin", false}};
    Given given;
    for (const Row& row : table) {
      Request request;
      request.origin = row.origin;
      request.fetch_site = row.fetch_site;
      std::string thrown = thrown_by([&] { given.identity.verify_origin(request); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.origin) + " " + row.fetch_site, row.own,
                                   thrown.empty());
    }
  }

  /// What require_token says at a time: seconds after 2026-11-23.
  static std::string said(Given& given, std::string_view token, long after,
                          std::string_view user = "jana", std::string_view action = "register",
                          std::string_view key = "key") {
    given.identity.now = [=] { return Identity::Clock::from_time_t(1795392000 + after); };
    return thrown_by([&] { given.identity.require_token(token, user, action, key); });
  }

  static std::string token_of(Given& given) {
    given.identity.now = [] { return Identity::Clock::from_time_t(1795392000); };
    return given.identity.token("jana", "register", "key");
  }

  void takes_its_own_token_for_eight_hours() {
    Given given;
    std::string token = token_of(given);
    CPPUNIT_ASSERT_EQUAL(std::string("1795420800-"), token.substr(0, 11));
    CPPUNIT_ASSERT_EQUAL(hmac_sha256_hex(derived_key(Secret(std::string(32, 'k')), "form tokens"),
                                         "1795420800\njana\nregister\nkey\n"),
                         token.substr(11));
    constexpr long hours = 3600;
    for (long after : {0L, 1L, 8 * hours})
      CPPUNIT_ASSERT_EQUAL(std::string(), said(given, token, after));
    for (long after : {8 * hours + 1, 9000 * hours}) {
      assert_has(said(given, token, after),
                 "Refused 403: This form was opened more than eight hours ago");
    }
  }

  void takes_a_token_of_the_former_key_and_makes_none() {
    Given before;
    const std::string old = token_of(before);
    const auto settings = [&](const std::string& rest) {
      return "origins = [\"https://a\"]\nkey_file = \"" +
             before.folder.file("new", std::string(32, 'n')) + "\"\n" + rest;
    };
    Given after("", settings("former_key_file = \"" +
                             before.folder.file("former", std::string(32, 'k')) + "\"\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(), said(after, old, 0));
    const std::string made = token_of(after);
    CPPUNIT_ASSERT_EQUAL(std::string(), said(after, made, 0));
    CPPUNIT_ASSERT(made != old);
    Given without("", settings(""));
    CPPUNIT_ASSERT_EQUAL(std::string(), said(without, made, 0));
    assert_has(said(without, old, 0), "Refused 403: The security token of this form is invalid");
  }

  void takes_no_token_of_another_user_or_action() {
    Given given;
    const std::string token = token_of(given), mac = token.substr(11);
    for (auto [user, action, key] : {std::tuple{"petr", "register", "key"},
                                     {"jana", "retire", "key"},
                                     {"jana", "register", "kez"},
                                     {"jana", "register", ""},
                                     {"", "register", "key"},
                                     {"jana", "registerk", "ey"},
                                     {"janar", "egister", "key"}}) {
      assert_has(said(given, token, 0, user, action, key),
                 "Refused 403: The security token of this form is invalid");
    }
    for (const std::string& other :
         {std::string(), std::string("-"), mac, "-" + mac, "1795420801-" + mac, "9795420800-" + mac,
          token + "0", token.substr(0, token.size() - 1), " " + token, token + "\n",
          "1795420800-" + std::string(64, '0'), std::string("x-y-z"), "+" + token,
          "01795420800-" + mac}) {
      assert_has(said(given, other, 0), "Refused 403: ");
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
      std::string changed = token;
      changed[i] = char(changed[i] ^ 1);
      assert_has(said(given, changed, 0), "Refused 403: ");
    }
    Given other("", "origins = [\"https://a\"]\nkey_file = \"" +
                        given.folder.file("other", std::string(32, 'o')) + "\"\n");
    assert_has(said(other, token, 0), "Refused 403: ");
  }

  void refuses_a_configuration_that_could_not_work() {
    Folder folder;
    std::string key = "key_file = \"" + folder.file("key", std::string(32, 'k')) + "\"\n";
    for (const std::string& web :
         {"origins = []\n" + key, key, std::string("origins = [\"https://a\"]\n"),
          "origins = [\"https://a/spaconf\"]\n" + key, "origins = [\"*\"]\n" + key,
          "origins = [\"null\"]\n" + key, "origins = [\"\"]\n" + key}) {
      CPPUNIT_ASSERT(thrown_by([&] { Given given("", web); }).starts_with("Misconfigured: "));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IdentityTest);

}  // namespace spaconf::web
