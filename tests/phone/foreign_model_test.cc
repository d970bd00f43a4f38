// Tests lib/phone/foreign_model.cc: which models a profile may be of.
#include "phone/foreign_model.h"

#include "fixtures.h"

namespace spaconf {

class ForeignModelTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignModelTest);
  CPPUNIT_TEST(knows_the_model_or_those_that_it_may_be);
  CPPUNIT_TEST(takes_a_long_profile_for_complete);
  CPPUNIT_TEST_SUITE_END();

  static std::string models(const ForeignProfile& profile,
                            const std::vector<std::string>& agents = {}) {
    static const ParameterTable shipped(in_tree("templates/phones/parameters.tsv"));
    std::string names;
    for (const Model* each : models_of(profile, agents, shipped).models) {
      names += (names.empty() ? "" : " ") + std::string(each->name);
    }
    return names;
  }

  static ForeignProfile profile(const std::string& elements) {
    return read_foreign_profile("<flat-profile>" + elements + "</flat-profile>");
  }

  void knows_the_model_or_those_that_it_may_be() {
    const std::string one = "<User_ID_1_>1</User_ID_1_>", four = one + "<User_ID_4_>4</User_ID_4_>",
                      six = one + "<User_ID_6_>6</User_ID_6_>",
                      six_named = one + "<User_ID_6_></User_ID_6_>";
    struct Row {
      std::string elements;
      std::vector<std::string> agents;
      const char* models;
    } const table[] = {
        {one, {}, "spa921 spa922 spa941 spa942 spa962"},
        {four, {}, "spa941 spa942 spa962"},
        {six, {}, "spa962"},
        {six_named, {}, "spa962"},
        {one + "<User_ID_7_>7</User_ID_7_>", {}, ""},
        {one, {"Linksys/SPA942-6.1.5(a)"}, "spa942"},
        {one,
         {"Linksys/SPA942-6.1.5(a)", "Linksys/SPA962-6.1.5(a)"},
         "spa921 spa922 spa941 spa942 spa962"},
        {one, {"Twinkle/1.4", "Linksys/SPA942-6.1.5(a)"}, "spa942"},
        {four, {"Linksys/SPA921-5.1.8"}, "spa941 spa942 spa962"},
        {four + "<Product_Name>SPA-942</Product_Name>", {"Linksys/SPA962-6.1.5(a)"}, "spa942"},
        {four + "<Connection_Type>DHCP</Connection_Type>", {}, "spa942 spa962"},
        {four + "<DHCP>Yes</DHCP>", {}, "spa941"},
        {four + "<DHCP>Yes</DHCP><Connection_Type>DHCP</Connection_Type>",
         {},
         "spa941 spa942 spa962"},
        {four + "<Nonsense>1</Nonsense>", {}, "spa941 spa942 spa962"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.elements, std::string(row.models),
                                   models(profile(row.elements), row.agents));
    }
  }

  void takes_a_long_profile_for_complete() {
    std::string elements = "<User_ID_1_>1</User_ID_1_>";
    for (int i = 0; i < 200; ++i) {
      elements += "<P" + std::to_string(i) + ">1</P" + std::to_string(i) + ">";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("spa921 spa922"), models(profile(elements)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignModelTest);

}  // namespace spaconf
