// Tests lib/account/privileges.cc.
#include "account/privileges.h"

#include "fixtures.h"

namespace spaconf {

class PrivilegesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PrivilegesTest);
  CPPUNIT_TEST(follow_from_each_statement);
  CPPUNIT_TEST(of_pages_leave_passwords_out);
  CPPUNIT_TEST_SUITE_END();

  /// "k.t:INSERT,SELECT k.u:SELECT"
  static std::string text(const Privileges& privileges) {
    std::string text;
    for (const auto& [table, own] : privileges) {
      text += (text.empty() ? "" : " ") + table.first + "." + table.second + ":";
      for (const std::string& each : own) text += (text.ends_with(":") ? "" : ",") + each;
    }
    return text;
  }

  static std::string needs(const std::string& sql) {
    Folder folder;
    std::string file = "-- tables: t\n";
    for (const char* each : {"find", "add", "remove", "grant", "revoke", "online", "change"}) {
      file +=
          "-- " + std::string(each) + ": x\n" + (each == std::string("add") ? sql : "DO 1") + "\n";
    }
    return text(privileges_of(Dialect(folder.file("d.sql", file), "k")));
  }

  void follow_from_each_statement() {
    const struct {
      const char *sql, *needed;
    } table[] = {
        {"SELECT a FROM t, u JOIN v", "k.t:SELECT k.u:SELECT k.v:SELECT"},
        {"INSERT INTO t (a) VALUES (:user)", "k.t:INSERT"},
        {"INSERT INTO t SELECT b FROM u", "k.t:INSERT k.u:SELECT"},
        {"insert into t set a = 1 on duplicate key update a = 2", "k.t:INSERT,SELECT,UPDATE"},
        {"REPLACE t VALUES (1)", "k.t:DELETE,INSERT"},
        {"UPDATE t SET a = 1 WHERE b IN (SELECT c FROM u)", "k.t:SELECT,UPDATE k.u:SELECT"},
        {"DELETE FROM t WHERE a IN (SELECT c FROM u)", "k.t:DELETE,SELECT k.u:SELECT"},
        {"SELECT a FROM other.t", "other.t:SELECT"},
        {"SELECT a FROM `other`.`t` WHERE `t`.`b` = t.c", "other.t:SELECT"},
        {"CALL p(:user)", "k.p:EXECUTE"},
        {"WITH n AS (SELECT a FROM t) SELECT a FROM n", "k.t:SELECT"},
    };
    for (const auto& [sql, needed] : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sql, std::string(needed), needs(sql));
    }
  }

  void of_pages_leave_passwords_out() {
    const Dialect dialect(in_tree("templates/pbx/kamailio-5.sql"), "k");
    CPPUNIT_ASSERT_EQUAL(std::string("k.grp:DELETE,INSERT,SELECT k.location:SELECT"
                                     " k.subscriber:DELETE,INSERT,SELECT,UPDATE"),
                         text(privileges_of(dialect)));
    CPPUNIT_ASSERT_EQUAL(
        std::string("k.grp:SELECT k.location:SELECT k.subscriber:SELECT (`username`, `domain`)"),
        text(privileges_of_pages(dialect)));
    const Dialect pjsip(in_tree("templates/pbx/asterisk-pjsip.sql"), "k");
    CPPUNIT_ASSERT_EQUAL(
        std::string("k.ps_aors:DELETE,INSERT,SELECT k.ps_auths:DELETE,INSERT,SELECT,UPDATE"
                    " k.ps_contacts:SELECT k.ps_endpoints:DELETE,INSERT,SELECT,UPDATE"),
        text(privileges_of(pjsip)));
    CPPUNIT_ASSERT_EQUAL(std::string("k.ps_aors:SELECT k.ps_auths:SELECT (`id`)"
                                     " k.ps_contacts:SELECT k.ps_endpoints:SELECT"),
                         text(privileges_of_pages(pjsip)));
    const Dialect sip(in_tree("templates/pbx/asterisk-sip.sql"), "k");
    CPPUNIT_ASSERT_EQUAL(
        std::string("k.sippeers:SELECT (`name`, `fullcontact`, `regseconds`, `useragent`)"),
        text(privileges_of_pages(sip)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PrivilegesTest);

}  // namespace spaconf
