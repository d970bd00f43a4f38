// Tests lib/account/dialect.cc.
#include "account/dialect.h"

#include <algorithm>

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class DialectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DialectTest);
  CPPUNIT_TEST(reads_the_shipped_files);
  CPPUNIT_TEST(binds_values_except_in_quotes);
  CPPUNIT_TEST(refuses_a_file_that_lacks_something);
  CPPUNIT_TEST(refuses_a_statement_with_its_line);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::string_view statements[] = {"find",   "add",    "remove", "grant",
                                                    "revoke", "online", "change"};

  /// A whole dialect in which `find` is `sql`; `left_out` is not in it.
  static std::string dialect(std::string_view sql, std::string_view left_out = "") {
    std::string text = left_out == "tables" ? "" : "-- tables: t\n";
    for (std::string_view each : statements) {
      if (each == left_out) continue;
      text += "-- " + std::string(each) + ": what for\n" +
              std::string(each == "find" ? sql : "SELECT 1;") + "\n";
    }
    return text;
  }

  void reads_the_shipped_files() {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(in_tree("templates/pbx"))) {
      ++files;
      Dialect dialect(entry.path(), "pbx");
      CPPUNIT_ASSERT_EQUAL(std::string("subscriber"), dialect.tables().at(0));
      CPPUNIT_ASSERT_EQUAL(std::string("grp"), dialect.tables().at(1));
      for (std::string_view each : statements) {
        const DialectStatement& statement = dialect[std::string(each)];
        CPPUNIT_ASSERT(!statement.text.ends_with(";"));
        CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t(statement.names.size()),
                             std::ranges::count(statement.text, '?'));
      }
      using Names = std::vector<std::string>;
      CPPUNIT_ASSERT((dialect["find"].names == Names{"user", "domain"}));
      CPPUNIT_ASSERT((dialect["grant"].names == Names{"user", "domain", "permission"}));
      CPPUNIT_ASSERT(
          (dialect["change"].names == Names{"password", "ha1", "ha1b", "user", "domain"}));
    }
    CPPUNIT_ASSERT(files >= 2);
  }

  void binds_values_except_in_quotes() {
    struct Row {
      const char *sql, *text, *names;
    } const table[] = {
        {"SELECT :user;", "SELECT ?", "user"},
        {"SELECT :user, :domain,\n:user ; \n\n", "SELECT ?, ?,\n?", "user domain user"},
        {"SELECT ':user', \":user\", `:user`", "SELECT ':user', \":user\", `:user`", ""},
        {"SELECT 'it''s', :user", "SELECT 'it''s', ?", "user"},
        {"SELECT '\"', :user, \"'\"", "SELECT '\"', ?, \"'\"", "user"},
        {"SELECT ':user\\':user', :ha1", "SELECT ':user\\':user', ?", "ha1"},
        {"SELECT :ha1,:ha1b", "SELECT ?,?", "ha1 ha1b"},
        {"SELECT 1\n-- a remark: :nothing\n+ 2", "SELECT 1\n+ 2", ""}};
    for (const Row& row : table) {
      Folder folder;
      Dialect read(folder.file("a.sql", dialect(row.sql)), "pbx");
      CPPUNIT_ASSERT_EQUAL(std::string(row.text), read["find"].text);
      std::string names;
      for (const auto& name : read["find"].names) names += (names.empty() ? "" : " ") + name;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.sql, std::string(row.names), names);
    }
  }

  void refuses_a_file_that_lacks_something() {
    Folder folder;
    for (std::string_view each : statements) {
      std::string file = folder.file("a.sql", dialect("SELECT 1", each));
      CPPUNIT_ASSERT_EQUAL("Misconfigured: a.sql:1: lacks the statement " + std::string(each),
                           thrown_by([&] { Dialect(file, "pbx"); }, &folder));
    }
    for (const std::string& text : {std::string(), dialect("SELECT 1", "tables")}) {
      std::string file = folder.file("a.sql", text);
      CPPUNIT_ASSERT(thrown_by([&] { Dialect(file, "pbx"); }).starts_with("Misconfigured: "));
    }
    assert_has(thrown_by([&] { Dialect(folder.path() / "no.sql", "pbx"); }), "Misconfigured: ");
  }

  void refuses_a_statement_with_its_line() {
    for (auto [sql, sentence] : {std::pair{"SELECT :uesr", "unknown value :uesr"},
                                 {"SELECT :User", "unknown value :"},
                                 {"SELECT :users", "unknown value :users"},
                                 {"SELECT user::text", "unknown value :"},
                                 {"SELECT a : b", "unknown value :"},
                                 {"SELECT 'a", "unclosed quote"},
                                 {"SELECT `a'", "unclosed quote"},
                                 {" ;\n", "find has no statement"}}) {
      Folder folder;
      std::string file = folder.file("a.sql", dialect(sql));
      assert_has(thrown_by([&] { Dialect(file, "pbx"); }, &folder),
                 std::string("Misconfigured: a.sql:2: ") + sentence);
    }
    Folder folder;
    std::string file =
        folder.file("a.sql", dialect("SELECT 1") + "-- Online: note\n-- namesake: x\n");
    assert_has(thrown_by([&] { Dialect(file, "pbx"); }, &folder),
               "Misconfigured: a.sql:17: unknown statement namesake");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DialectTest);

}  // namespace spaconf
