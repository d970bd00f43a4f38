// Tests lib/reconcile/finding.h: every rule has one name, a word on its repair, and is looked for.
#include "reconcile/finding.h"

#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class FindingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FindingTest);
  CPPUNIT_TEST(has_one_name_for_each_rule_in_code_and_output);
  CPPUNIT_TEST(looks_for_every_rule);
  CPPUNIT_TEST(says_what_a_repair_does);
  CPPUNIT_TEST_SUITE_END();

  struct Row {
    std::string identifier, name, repair_text;
  };

  /// The table as it is written.
  static std::vector<Row> rules() {
    const std::string text = read_file(in_tree("lib/reconcile/finding.h"));
    std::vector<Row> found;
    // identifier{"name", "repair text"}
    for (auto at = text.find("{\""); at != text.npos; at = text.find("{\"", at + 1)) {
      const std::string before = text.substr(0, at);
      const auto parts = split(text.substr(at), '"');
      CPPUNIT_ASSERT(parts.size() > 3);
      found.push_back({before.substr(before.find_last_of(" \n") + 1), parts[1], parts[3]});
    }
    CPPUNIT_ASSERT(found.size() > 20);
    return found;
  }

  void has_one_name_for_each_rule_in_code_and_output() {
    std::set<std::string> names;
    for (const Row& each : rules()) {
      CPPUNIT_ASSERT_EQUAL(each.identifier, replaced(each.name, "-", "_"));
      CPPUNIT_ASSERT_MESSAGE(each.name, names.insert(each.name).second);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("profile-damaged"), std::string(rule::profile_damaged.name));
  }

  void looks_for_every_rule() {
    std::string code;
    for (const auto& file : std::filesystem::directory_iterator(in_tree("lib/reconcile"))) {
      if (file.path().extension() == ".cc") code += read_file(file.path());
    }
    constexpr std::string_view prefix = "rule::";
    std::set<std::string> used;
    for (auto at = code.find(prefix); at != code.npos; at = code.find(prefix, at + 1)) {
      const auto begin = at + prefix.size();
      const auto end = code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", begin);
      used.insert(code.substr(begin, end - begin));
    }
    for (const Row& each : rules())
      CPPUNIT_ASSERT_MESSAGE(each.name, used.contains(each.identifier));
  }

  void says_what_a_repair_does() {
    for (const Row& each : rules()) {
      CPPUNIT_ASSERT_MESSAGE(each.name, !each.repair_text.empty());
      // It stands in brackets behind the sentence.
      CPPUNIT_ASSERT_MESSAGE(each.name, !each.repair_text.ends_with("."));
    }
    CPPUNIT_ASSERT(rule::account_foreign.report_only && !rule::account_missing.report_only);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FindingTest);

}  // namespace spaconf
