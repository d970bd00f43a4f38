// Tests lib/phone/parameter_table.cc and kind.cc, and the shipped dictionary itself.
#include "phone/parameter_table.h"

#include <set>

#include "fixtures.h"

namespace spaconf {

class ParameterTableTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ParameterTableTest);
  CPPUNIT_TEST(spells_every_name_out_for_each_model);
  CPPUNIT_TEST(has_both_spellings_where_firmware_differs);
  CPPUNIT_TEST(lacks_what_was_only_ever_misspelt);
  CPPUNIT_TEST(takes_what_the_factory_set);
  CPPUNIT_TEST(finds_the_nearest_name);
  CPPUNIT_TEST(tells_kinds_apart);
  CPPUNIT_TEST(takes_what_the_vendors_guide_prints);
  CPPUNIT_TEST(writes_rules_of_daylight_without_blanks);
  CPPUNIT_TEST(says_what_a_value_may_be);
  CPPUNIT_TEST(reads_nothing_between_the_lines);
  CPPUNIT_TEST_SUITE_END();

  static const ParameterTable& shipped() {
    static const ParameterTable parameter_table(in_tree("templates/phones/parameters.tsv"));
    return parameter_table;
  }

  static std::size_t count(std::string_view name, std::string_view model) {
    return shipped().names(name, *find_model(model)).size();
  }

  void spells_every_name_out_for_each_model() {
    struct Row {
      const char* name;
      std::size_t spa921, spa922, spa941, spa942, spa962;
    } const table[] = {{"Time_Zone", 1, 1, 1, 1, 1},
                       {"Line_Enable_{n}_", 1, 1, 4, 4, 6},
                       {"Line_Enable_4_", 0, 0, 1, 1, 1},
                       {"Line_Enable_6_", 0, 0, 0, 0, 1},
                       {"Line_Enable_7_", 0, 0, 0, 0, 0},
                       {"Extension_{k}_", 0, 0, 4, 4, 6},
                       {"GPP_{A-P}", 16, 16, 16, 16, 16},
                       {"GPP_P", 1, 1, 1, 1, 1},
                       {"GPP_Q", 0, 0, 0, 0, 0},
                       {"Speed_Dial_{2-9}", 8, 8, 8, 8, 8},
                       {"Unit_{1-2}_Key_{1-32}", 0, 0, 0, 0, 64},
                       {"Unit_2_Key_32", 0, 0, 0, 0, 1},
                       {"Connection_Type", 0, 1, 0, 1, 1},
                       {"DHCP", 1, 0, 1, 0, 0},
                       {"LDAP_Server", 0, 1, 0, 1, 1},
                       {"Color_Scheme", 0, 0, 0, 0, 1},
                       {"line_enable_1_", 0, 0, 0, 0, 0}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa921, count(row.name, "spa921"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa922, count(row.name, "spa922"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa941, count(row.name, "spa941"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa942, count(row.name, "spa942"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, row.spa962, count(row.name, "spa962"));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, std::size_t(0), count(row.name, "software"));
    }
  }

  // A 942 may have either firmware; what it does not know it ignores.
  void has_both_spellings_where_firmware_differs() {
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), count("Default_Ring_{n}_", "spa942"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), count("Default_Ring__{n}__", "spa942"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), count("Default_Ring_{n}_", "spa941"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), count("Default_Ring__{n}__", "spa941"));
  }

  void lacks_what_was_only_ever_misspelt() {
    for (const char* name : {"RTP_COS_Value_1_", "Set_Local_Date_mm_dd_", "Set_Local_Time_HH_mm_",
                             "Admin_Password", "User_Passwd", ""}) {
      CPPUNIT_ASSERT_MESSAGE(name, !shipped().find(name));
    }
  }

  void takes_what_the_factory_set() {
    for (const Parameter& each : shipped().parameters()) {
      if (each.type.is_status() || each.factory == "?") continue;
      if (each.factory.find('{') != each.factory.npos) continue;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.pattern + " = " + each.factory, std::string(),
                                   each.type.error(each.factory));
    }
  }

  void finds_the_nearest_name() {
    for (auto [name, nearest] : {std::pair{"Tiem_Zone", "Time_Zone"},
                                 {"RTP_COS_Value_2_", "RTP_CoS_Value_2_"},
                                 {"Dial_Plam_{n}_", "Dial_Plan_{n}_"},
                                 {"Admin_Password", "Admin_Passwd"},
                                 {"resync_periodic", "Resync_Periodic"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(name) + " is not a parameter; the nearest is " + nearest,
                           shipped().why_unknown(name));
    }
    for (const std::string& name : {std::string("Colour"), std::string(), std::string(65, 'x')}) {
      CPPUNIT_ASSERT_EQUAL(name + " is not a parameter", shipped().why_unknown(name));
    }
  }

  void tells_kinds_apart() {
    struct Row {
      const char *kind, *good, *bad;
    } const table[] = {
        {"yes-no", "Yes", "yes"},
        {"yes-no", "No", ""},
        {"number", "-16", "1 6"},
        {"number", ".5", "."},
        {"number", "0.030", "3600+600"},
        {"number?", "", "-"},
        {"port", "5060", "0"},
        {"port?", "", "65536"},
        {"hex byte", "0x68", "0x168"},
        {"hex byte", "0xB8", "68"},
        {"times", "3600+600", "3600+"},
        {"times", "600,1800,3600", "600,"},
        {"times?", "", "5s"},
        {"offset?", "-0:30", "24:00"},
        {"daylight?", "start=3/-1/7/2:0:0;end=10/-1/7/3:0:0;save=1", "Europe/Prague"},
        {"address?", "192.0.2.1", "192.0.2.256"},
        {"address?", "", "ntp.example.org"},
        {"host?", "ntp.example.org:123", "ntp example"},
        {"host?", "a:SRV=192.0.2.1:5060:p=0|192.0.2.2:5060:p=1", "a/b"},
        {"phone?", "*97", "1234567890123456789012345678901234567890"},
        {"star code?", "*72", "72"},
        {"star code?", "", "*7a"},
        {"tone", "425@-19;10(.33/.33/1,.66/.66/1)", "425;10(*/0/1)"},
        {"tone", "350@-19,440@-19;2(.1/.1/1+2);10(*/0/1+2)", "425@-19;10(*/0/1"},
        {"cadence", "60(.3/.2,1/.2,.3/4)", "60"},
        {"ring", "n=Classic-1;w=3;c=1", "Classic-1"},
        {"led?", "c=r;p=d", "red"},
        {"dial plan", "(*xx|[3469]11|x.)", "x."},
        {"dial plan", "(<:1>x.)", "(x.))"},
        {"dial plan", "L:8,S:4,(*xx|[1-8]xxx|0x.)", "L:8,S:4,"},
        {"dial plan", "S:4, ( 00 | 011 xxxxx x. )", "S:4 (00)"},
        {"dial plan", "L:10.5 , ( 0,x. )", "L:,(00)"},
        {"dial plan", "( 9, <:1>  xxx )", "X:4,(00)"},
        {"dial plan", "S:0,(x.)", "S:-1,(x.)"},
        {"daylight?", "start=4/1/7;end=10/-1/7;save=1", "start=4/1/7;end=10/-1/7"},
        {"daylight?", "start=4/1/7; end=10/-1/7; save=+1", "start=4/1/7;end=10/-1/7;save=one"},
        {"daylight?", "start = 4/1/7/02:00:00;  end = 10/-1/7; save = -1:00:00", "start=4/1/7"},
        {"star code?", "*98", "98*"},
        {"one of Default | None?", "", "none"},
        {"rule?", "($PRVST != 2)? tftp://a/b | http://c/d", "($PRVST"},
        {"one of DHCP | Static IP | PPPOE", "Static IP", "Static"},
        {"one of full excl. OPT|NTFY|REG | none", "full excl. OPT|NTFY|REG", "OPT"},
        {"text", "any <thing> & \"more\"", "\xc5\x99"},
        {"text", "", "a\nb"},
        {"text", "a b", " a"},
        {"text", "{n}", "{{USER}}"},
        {"secret", "", "\x01"}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_MESSAGE(row.kind, ParameterType::exists(row.kind));
      std::string what = std::string(row.kind) + ": ";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(what + row.good, std::string(),
                                   ParameterType(row.kind).error(row.good));
      CPPUNIT_ASSERT_MESSAGE(what + row.bad, !ParameterType(row.kind).error(row.bad).empty());
    }
    CPPUNIT_ASSERT(!ParameterType::exists("boolean"));
    CPPUNIT_ASSERT(!ParameterType("status").error("anything").empty());
  }

  void takes_what_the_vendors_guide_prints() {
    for (auto [name, value] : {std::pair{"Dial_Plan_1_", "L:8,S:4,(*xx|[1-8]xxx|0x.)"},
                               {"Dial_Plan_{n}_", "S:4, ( 00 | 011 xxxxx x. )"},
                               {"Daylight_Saving_Time_Rule", "start=4/1/7; end=10/-1/7; save=+1"},
                               {"Attendant_Console_Call_Pickup_Code", "*98"},
                               {"Select_Logo", ""}}) {
      const Parameter* parameter = shipped().find(name);
      CPPUNIT_ASSERT_MESSAGE(name, parameter);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string(), parameter->type.error(value));
    }
  }

  void writes_rules_of_daylight_without_blanks() {
    for (auto [kind, value, written] :
         {std::tuple{"daylight?", "start=4/1/7;  end=10/-1/7; save = +1",
                     "start=4/1/7;end=10/-1/7;save=+1"},
          {"dial plan", "S:4, ( 00 | x. )", "S:4, ( 00 | x. )"},
          {"text", "a b", "a b"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(written), ParameterType(kind).written(value));
    }
  }

  void says_what_a_value_may_be() {
    const struct {
      const char *kind, *words;
    } table[] = {{"yes-no", "Yes or No"},
                 {"port?", "a port, 1 to 65535"},
                 {"one of DHCP | Static IP", "one of DHCP | Static IP"},
                 {"phone", "text"},
                 {"rule?", "text"},
                 {"text", "text"}};
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.words), ParameterType(row.kind).words());
    }
  }

  void reads_nothing_between_the_lines() {
    const std::string head =
        "# a\nname\ttab\tsection\tmodels\tfirmware\tkind\tdefault\tuser\tsources\n";
    for (auto [rows, thrown] :
         {std::pair{"A\tT\tS\tall\tany\ttext\t\tna\n", ":3: a row must have 9 columns"},
          {"A\tT\tS\tall\tany\tbool\t\tna\tP\n", ":3: unknown type bool"},
          {"A\tT\tS\t901\tany\ttext\t\tna\tP\n", ":3: A fits no known model"},
          {"A\tT\tS\tall\tany\ttext\t\tna\tP\nA\tT\tS\tall\tany\ttext\t\tna\tP\n",
           ":4: A is defined twice"},
          {"A_{1-3}\tT\tS\tall\tany\ttext\t\tna\tP\nA_2\tT\tS\t962\tany\ttext\t\tna\tP\n",
           ":4: A_2 is defined twice"}}) {
      Folder folder;
      auto file = folder.file("parameters.tsv", head + rows);
      assert_has(thrown_by([&] { ParameterTable parameter_table(file); }), thrown);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ParameterTableTest);

}  // namespace spaconf
