// Tests lib/account/table_names.cc.
#include "account/table_names.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class TableNamesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TableNamesTest);
  CPPUNIT_TEST(puts_the_schema_before_every_table_and_nothing_else);
  CPPUNIT_TEST_SUITE_END();

  /// @t means `k`.`t` in the expected text.
  static std::string spelled_out(std::string_view text) {
    std::string spelled;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '@') {
        spelled += text[i];
        continue;
      }
      std::string name;
      while (i + 1 < text.size() && (std::isalnum(text[i + 1]) || text[i + 1] == '_')) {
        name += text[++i];
      }
      spelled += "`k`.`" + name + "`";
    }
    return spelled;
  }

  void puts_the_schema_before_every_table_and_nothing_else() {
    for (
        auto [sql, expected] : {
            std::pair{"SELECT a FROM t WHERE b = ?", "SELECT a FROM @t WHERE b = ?"},
            {"select a from t where b = ?", "select a from @t where b = ?"},
            {"SELECT a\nFROM\n  t\n", "SELECT a\nFROM\n  @t\n"},
            {"INSERT INTO t (a, b) VALUES (?, ?)", "INSERT INTO @t (a, b) VALUES (?, ?)"},
            {"INSERT INTO t(a) VALUES (?)", "INSERT INTO @t(a) VALUES (?)"},
            {"INSERT IGNORE INTO t SET a = ?", "INSERT IGNORE INTO @t SET a = ?"},
            {"INSERT t VALUES (?)", "INSERT @t VALUES (?)"},
            {"REPLACE t VALUES (REPLACE(?, 'a', 'b'))", "REPLACE @t VALUES (REPLACE(?, 'a', 'b'))"},
            {"UPDATE t SET a = ?, b = ? WHERE c = ?", "UPDATE @t SET a = ?, b = ? WHERE c = ?"},
            {"UPDATE LOW_PRIORITY t, u SET t.a = u.a", "UPDATE LOW_PRIORITY @t, @u SET t.a = u.a"},
            {"INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = ?",
             "INSERT INTO @t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = ?"},
            {"DELETE FROM t WHERE a = ?", "DELETE FROM @t WHERE a = ?"},
            {"SELECT a FROM t FOR UPDATE", "SELECT a FROM @t FOR UPDATE"},
            // A column may have the name of its table.
            {"SELECT (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM grp WHERE grp.u = s.u) FROM s",
             "SELECT (SELECT GROUP_CONCAT(grp SEPARATOR ' ') FROM @grp WHERE grp.u = s.u) FROM @s"},
            {"INSERT INTO grp (u, grp) VALUES (?, ?)", "INSERT INTO @grp (u, grp) VALUES (?, ?)"},
            {"SELECT a FROM t, u AS v, w WHERE a IN (b, c)",
             "SELECT a FROM @t, @u AS v, @w WHERE a IN (b, c)"},
            {"SELECT a FROM t JOIN u ON t.a = u.a LEFT JOIN v USING (a, b), w ORDER BY a, b",
             "SELECT a FROM @t JOIN @u ON t.a = u.a LEFT JOIN @v USING (a, b), @w ORDER BY a, b"},
            {"SELECT a FROM (t, u)", "SELECT a FROM (@t, @u)"},
            {"SELECT a FROM (SELECT b, c FROM t) AS d, u",
             "SELECT a FROM (SELECT b, c FROM @t) AS d, @u"},
            {"SELECT a FROM t UNION SELECT b FROM u", "SELECT a FROM @t UNION SELECT b FROM @u"},
            {"INSERT INTO t SELECT a, b FROM u", "INSERT INTO @t SELECT a, b FROM @u"},
            // What has a database keeps it.
            {"SELECT a FROM other.t", "SELECT a FROM other.t"},
            {"SELECT a FROM other . t", "SELECT a FROM other . t"},
            {"SELECT a FROM `other`.`t`, u", "SELECT a FROM `other`.`t`, @u"},
            {"SELECT a FROM `t`", "SELECT a FROM @t"},
            {"SELECT `from` FROM `t u`", "SELECT `from` FROM `k`.`t u`"},
            {"SELECT t.from, a FROM t", "SELECT t.from, a FROM @t"},
            {"SELECT 'FROM t', \"FROM t\", 'it\\'s FROM t', 'it''s' FROM t",
             "SELECT 'FROM t', \"FROM t\", 'it\\'s FROM t', 'it''s' FROM @t"},
            {"SELECT EXTRACT(DAY FROM a), TRIM(LEADING '0' FROM b) FROM t",
             "SELECT EXTRACT(DAY FROM a), TRIM(LEADING '0' FROM b) FROM @t"},
            {"SELECT a FROM JSON_TABLE(?, '$' COLUMNS (b INT PATH '$')) j",
             "SELECT a FROM JSON_TABLE(?, '$' COLUMNS (b INT PATH '$')) j"},
            {"WITH c AS (SELECT a FROM t) SELECT a FROM c JOIN u",
             "WITH c AS (SELECT a FROM @t) SELECT a FROM c JOIN @u"},
            {"SELECT 1 FROM DUAL", "SELECT 1 FROM DUAL"},
            {"SELECT UTC_TIMESTAMP()", "SELECT UTC_TIMESTAMP()"},
            {"CALL add_user(?, ?)", "CALL @add_user(?, ?)"},
            {"SELECT a FROM t LIMIT ?", "SELECT a FROM @t LIMIT ?"},
            {"SELECT ')' FROM t WHERE a = '('", "SELECT ')' FROM @t WHERE a = '('"},
            {"SELECT a) FROM t", "SELECT a) FROM @t"},
            {"", ""},
        }) {
      CPPUNIT_ASSERT_EQUAL(spelled_out(expected), with_schema(sql, "k"));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TableNamesTest);

}  // namespace spaconf
