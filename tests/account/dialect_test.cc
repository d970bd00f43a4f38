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
  CPPUNIT_TEST(lists_users_only_in_parentheses);
  CPPUNIT_TEST(splits_statements_at_semicolons);
  CPPUNIT_TEST(leaves_out_lines_whose_column_is_not_there);
  CPPUNIT_TEST(refuses_a_file_that_lacks_something);
  CPPUNIT_TEST(refuses_a_statement_with_its_line);
  CPPUNIT_TEST_SUITE_END();

  static constexpr std::string_view statements[] = {"add",    "find",   "remove", "grant",
                                                    "revoke", "online", "change"};

  /// A whole dialect in which `add` is `sql`; `left_out` is not in it.
  static std::string dialect(std::string_view sql, std::string_view left_out = "") {
    std::string text = left_out == "tables" ? "" : "-- tables: t\n";
    for (std::string_view each : statements) {
      if (each == left_out) continue;
      text += "-- " + std::string(each) + ": what for\n" +
              std::string(each == "add" ? sql : "SELECT 1;") + "\n";
    }
    return text;
  }

  static std::vector<std::string> names(const DialectStatement& statement) {
    std::vector<std::string> names;
    for (const BoundSql& part : statement.parts) {
      names.insert(names.end(), part.names.begin(), part.names.end());
    }
    return names;
  }

  /// "SELECT ? | SELECT 1"
  static std::string text(const DialectStatement& statement) {
    std::vector<std::string> texts;
    for (const BoundSql& part : statement.parts) texts.push_back(part.text);
    return joined(texts, " | ");
  }

  void reads_the_shipped_files() {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(in_tree("templates/pbx"))) {
      ++files;
      Dialect dialect(entry.path(), "pbx");
      for (std::string_view each : statements) {
        for (const BoundSql& part : dialect[std::string(each)].parts) {
          CPPUNIT_ASSERT(!part.text.ends_with(";"));
          CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t(part.names.size()),
                               std::ranges::count(part.text, '?'));
        }
      }
      if (dialect.tables().at(0) != "subscriber") continue;
      CPPUNIT_ASSERT_EQUAL(std::string("grp"), dialect.tables().at(1));
      using Names = std::vector<std::string>;
      CPPUNIT_ASSERT((names(dialect["find"]) == Names{"user", "domain"}));
      CPPUNIT_ASSERT((names(dialect["grant"]) == Names{"user", "domain", "permission"}));
      if (!dialect.conditions().empty()) continue;
      CPPUNIT_ASSERT(
          (names(dialect["change"]) == Names{"password", "ha1", "ha1b", "user", "domain"}));
    }
    CPPUNIT_ASSERT(files >= 5);
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
      CPPUNIT_ASSERT_EQUAL(std::string(row.text), text(read["add"]));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.sql, std::string(row.names),
                                   joined(names(read["add"]), " "));
    }
  }

  void lists_users_only_in_parentheses() {
    const auto read = [](const std::string& sql) {
      Folder folder;
      const std::string all = dialect("SELECT 1") + "-- conflicts: what for\n" + sql;
      return Dialect(folder.file("a.sql", all), "pbx")["conflicts"].parts.at(0);
    };
    const BoundSql sql = read(
        "SELECT '?', a FROM b WHERE a IN (:users) UNION SELECT a, :domain WHERE a IN (:users)");
    CPPUNIT_ASSERT_EQUAL(std::string("users domain users"), joined(sql.names, " "));
    CPPUNIT_ASSERT(sql.has("users") && !sql.has("user"));
    for (auto [users, text] :
         {std::pair{1,
                    "SELECT '?', a FROM `pbx`.`b` WHERE a IN (?) UNION SELECT a, ? WHERE a IN (?)"},
          {3,
           "SELECT '?', a FROM `pbx`.`b` WHERE a IN (?, ?, ?) UNION SELECT a, ? WHERE a IN (?, "
           "?, ?)"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), sql.text_for(std::size_t(users)));
    }
    for (const char* wrong :
         {"SELECT a WHERE b = :users", "SELECT a WHERE b IN (:users, c)",
          "SELECT a WHERE b IN (c, :users)", "SELECT a WHERE b = CONCAT(:users)",
          "SELECT a WHERE b = (:users)", "SELECT a WHERE b IN (:users"}) {
      assert_has(thrown_by([&] { read(wrong); }), "write IN (:users)");
    }
  }

  void splits_statements_at_semicolons() {
    for (auto [sql, parts] :
         {std::pair{"INSERT INTO a (b) VALUES (:user); DELETE FROM c;\n;",
                    "INSERT INTO `pbx`.`a` (b) VALUES (?) | DELETE FROM `pbx`.`c`"},
          {"SELECT ';', `;`; SELECT \";\" FROM a, b; INSERT INTO c VALUES (1)",
           "SELECT ';', `;` | SELECT \";\" FROM `pbx`.`a`, `pbx`.`b` | INSERT INTO "
           "`pbx`.`c` VALUES (1)"}}) {
      Folder folder;
      CPPUNIT_ASSERT_EQUAL(std::string(parts),
                           text(Dialect(folder.file("a.sql", dialect(sql)), "pbx")["add"]));
    }
  }

  void leaves_out_lines_whose_column_is_not_there() {
    Folder folder;
    const Dialect all(folder.file("a.sql", dialect("SELECT a\n"
                                                   ", :ha1  -- if t.b\n"
                                                   ", ''    -- unless t.b\n"
                                                   ", d -- if u.d\n"
                                                   "FROM t")),
                      "pbx");
    CPPUNIT_ASSERT((all.conditions() == std::set<std::string>{"t.b", "u.d"}));
    for (const auto& [missing, wanted] :
         {std::pair{std::set<std::string>{}, "SELECT a , ? , d FROM `pbx`.`t`"},
          {std::set<std::string>{"t.b"}, "SELECT a , '' , d FROM `pbx`.`t`"},
          {std::set<std::string>{"u.d"}, "SELECT a , ? FROM `pbx`.`t`"},
          {std::set<std::string>{"t.b", "u.d"}, "SELECT a , '' FROM `pbx`.`t`"}}) {
      std::vector<std::string> words;
      for (const auto& line : split(text(all.without(missing)["add"]), '\n')) {
        words.emplace_back(trim(line));
      }
      CPPUNIT_ASSERT_EQUAL(std::string(wanted), joined(words, " "));
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
    for (auto [sql, sentence] :
         {std::pair{"SELECT :uesr", "unknown value :uesr"},
          {"SELECT :User", "unknown value :"},
          {"SELECT :users", "unknown value :users"},
          {"SELECT user::text", "unknown value :"},
          {"SELECT a : b", "unknown value :"},
          {"SELECT 'a", "unclosed quote"},
          {"SELECT `a'", "unclosed quote"},
          {"SELECT :permission", "unknown value :permission; add has :user :domain"},
          {" ;\n", "add has no statement"}}) {
      Folder folder;
      std::string file = folder.file("a.sql", dialect(sql));
      assert_has(thrown_by([&] { Dialect(file, "pbx"); }, &folder),
                 std::string("Misconfigured: a.sql:2: ") + sentence);
    }
    Folder folder;
    for (const char* condition :
         {"-- if b", "-- unless t.", "-- if .b", "-- if t.b u.b", "-- if"}) {
      const auto file = folder.file("a.sql", dialect("SELECT 1\n, 2 " + std::string(condition)));
      assert_has(thrown_by([&] { Dialect(file, "pbx"); }, &folder),
                 "Misconfigured: a.sql:4: after -- ");
    }
    std::string file =
        folder.file("a.sql", dialect("SELECT 1") + "-- Online: note\n-- namesake: x\n");
    assert_has(thrown_by([&] { Dialect(file, "pbx"); }, &folder),
               "Misconfigured: a.sql:17: unknown statement namesake");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DialectTest);

}  // namespace spaconf
