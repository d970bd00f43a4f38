// Claims about macros, conditions and the rules made of them.
#include "rule.h"

#include <cppunit/extensions/HelperMacros.h>

#include "condition.h"
#include "fetch.h"

namespace virtual_phone {

class RuleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RuleTest);
  CPPUNIT_TEST(expands_macros);
  CPPUNIT_TEST(orders_versions);
  CPPUNIT_TEST(judges_conditions);
  CPPUNIT_TEST(reads_urls);
  CPPUNIT_TEST(takes_the_first_alternative_that_holds);
  CPPUNIT_TEST(assigns_before_it_expands);
  CPPUNIT_TEST(reads_options);
  CPPUNIT_TEST(shows_secrets_to_the_key_only);
  CPPUNIT_TEST(refuses_what_makes_no_sense);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    macros_ = {{"MA", "000e08112233"},
               {"MAU", "000E08112233"},
               {"MAC", "00:0e:08:11:22:33"},
               {"PN", "SPA942"},
               {"PSN", "942"},
               {"SWVER", "6.1.5(a)"},
               {"A", "ABCDEF"},
               {"B", "$A"},
               {"PRVST", "0"}};
  }

  void expands_macros() {
    constexpr std::pair<const char*, const char*> texts[] = {
        {"/spa$PSN.cfg", "/spa942.cfg"},
        {"spa$MA.cfg", "spa000e08112233.cfg"},
        {"$MAU $MAC", "000E08112233 00:0e:08:11:22:33"},
        {"$(MA)x$(PSN)", "000e08112233x942"},
        {"$(A:2) $(A:2:3) $(A:0:1) $(A:9)", "CDEF CDE A "},
        {"$$MA $NOPE $(NOPE) $(A:x) $", "$MA $NOPE $(NOPE) $(A:x) $"},
        {"$B", "$A"},
    };
    for (const auto& [text, becomes] : texts) equal(becomes, expanded(text, macros_));
  }

  void orders_versions() {
    constexpr const char* ascending[] = {"4.1.8", "5.1.8",    "5.1.9",    "5.1.15(aSC)", "6.1.3(a)",
                                         "6.1.5", "6.1.5(a)", "6.1.5(b)", "6.1.10"};
    for (size_t i = 0; i < std::size(ascending); ++i)
      for (size_t j = 0; j < std::size(ascending); ++j) {
        const int order = compared_versions(ascending[i], ascending[j]);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(ascending[i], i < j, order < 0);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(ascending[i], i > j, order > 0);
      }
  }

  void judges_conditions() {
    constexpr std::pair<const char*, bool> conditions[] = {
        {"\"$PN\" = \"SPA942\"", true},
        {"\"$PN\" eq \"spa942\"", false},
        {"\"$PN\" ne \"SPA962\" and $SWVER >= 5.1.9", true},
        {"$SWVER ge 6.1.5(b)", false},
        {"$PRVST=0", true},
        {"$PRVST != -1 and 2<3 and 3 gt 2", true},
        {">= 6.1", true},
        {"< 6.1", false},
        {"! 6.1.5(a)", false},
        {"6.1.5(a)", true},
    };
    for (const auto& [condition, is_true] : conditions)
      CPPUNIT_ASSERT_EQUAL_MESSAGE(condition, is_true, holds(condition, macros_));
  }

  void reads_urls() {
    constexpr std::pair<const char*, const char*> urls[] = {
        {"tftp://tftpserver.domain/config/spa$MA.cfg",
         "tftp://tftpserver.domain:69/config/spa000e08112233.cfg"},
        {"/spa$PSN.cfg", "tftp://:69/spa942.cfg"},
        {"http://h/x", "http://h:80/x"},
        {"https://h/x", "https://h:443/x"},
        {"http://h:8080/a/b?c=1", "http://h:8080/a/b?c=1"},
        {"10.0.0.1/x", "tftp://10.0.0.1:69/x"},
        {"tftp:///x", "tftp://:69/x"},
        {" /x # a comment", "tftp://:69/x"},
    };
    for (const auto& [rule, becomes] : urls) equal(becomes, followed(rule));
  }

  void takes_the_first_alternative_that_holds() {
    constexpr std::pair<const char*, const char*> rules[] = {
        {"(\"$PN\" = \"SPA962\")? /a | /b", "tftp://:69/b"},
        {"(\"$PN\" = \"SPA942\")? /a | /b", "tftp://:69/a"},
        {"($SWVER < 6.1.5(a))? /a | (\"|\" = \"|\")? http://h/b|/c", "http://h:80/b"},
        {"(\"$PN\" = \"SPA962\")? /a", "skipped"},
        {"", "skipped"},
    };
    for (const auto& [rule, becomes] : rules) equal(becomes, followed(rule));
  }

  void assigns_before_it_expands() {
    equal("tftp://:69/new", followed("(\"$A\" ne \"new\")? ( A = \"new\" ; B = \"$PN\"; )! /$A"));
    equal("SPA942", macros_["B"]);
  }

  void reads_options() {
    const Surroundings around = surroundings();
    const auto command = evaluated("[--key \"a b\" --post c --alias d] http://h/$PSN", around);
    equal("a b", command->key);
    equal("c", command->post);
    equal("http://h:80/942", url(*command));
  }

  void shows_secrets_to_the_key_only() {
    const auto command = evaluated("[--key $SA] /$SA", surroundings());
    equal("hidden", command->key);
    equal("/$SA", command->path);
  }

  void refuses_what_makes_no_sense() {
    constexpr const char* rules[] = {
        "spa.cfg",
        "ftp://h/x",
        "tftp://h:x/x",
        "(SPA942 = 942)? /x",
        "(\"a\" < \"b\")?/x",
        "(\"a = 1)? /x",
        "[--uid a] /x",
        "[--key a /x",
        "(1 = 1 /x",
        "(A = x;)! /x",
        "(1 = 1)?",
        "(1 = = 1)? /x",
    };
    for (const char* rule : rules)
      CPPUNIT_ASSERT_THROW_MESSAGE(rule, evaluated(rule, surroundings()), BadRule);
  }

 private:
  Surroundings surroundings() {
    return {.macros = [this] { return macros_; },
            .secrets =
                [] {
                  return Macros{{"SA", "hidden"}};
                },
            .assign = [this](const std::string& name,
                             const std::string& value) { macros_[name] = value; }};
  }

  std::string followed(const char* rule) {
    const auto command = evaluated(rule, surroundings());
    return command ? url(*command) : "skipped";
  }

  static void equal(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }

  Macros macros_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RuleTest);

}  // namespace virtual_phone
