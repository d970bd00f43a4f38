// Tests lib/phone/masked_profile.cc.
#include "phone/masked_profile.h"

#include "fixtures.h"

namespace spaconf {

class MaskedTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MaskedTest);
  CPPUNIT_TEST(hides_secrets_and_unknown_parameters);
  CPPUNIT_TEST(tells_another_secret_from_the_same);
  CPPUNIT_TEST_SUITE_END();

  static const ParameterTable& parameter_table() {
    static const ParameterTable shipped(in_tree("templates/phones/parameters.tsv"));
    return shipped;
  }

  void hides_secrets_and_unknown_parameters() {
    for (auto [before, after] :
         {std::pair{"<flat-profile>\n<Password_1_>a</Password_1_>\n</flat-profile>\n",
                    "<flat-profile>\n<Password_1_>********</Password_1_>\n</flat-profile>\n"},
          {"<Password_1_></Password_1_>", "<Password_1_></Password_1_>"},
          {"<User_ID_1_>1001</User_ID_1_>", "<User_ID_1_>1001</User_ID_1_>"},
          {"<Admin_Passwd ua=\"na\">\na\n</Admin_Passwd>",
           "<Admin_Passwd ua=\"na\">********</Admin_Passwd>"},
          {"<password_1_>a</password_1_>", "<password_1_>********</password_1_>"},
          {"<Secret>a</Secret><Time_Zone>GMT</Time_Zone>",
           "<Secret>********</Secret><Time_Zone>GMT</Time_Zone>"},
          {"<!-- <Password_1_>a -->", "<!-- <Password_1_>a -->"},
          {"<Password_1_>a", "<Password_1_>********"},
          {"<Password_1_>a</Password_2_>", "<Password_1_>********"},
          {"", ""}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(after), masked(before, parameter_table()));
    }
  }

  void tells_another_secret_from_the_same() {
    const std::string was = "<Password_1_>a</Password_1_><Password_2_>b</Password_2_>";
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "<Password_1_>********</Password_1_><Password_2_>******** (another)</Password_2_>"),
        masked("<Password_1_>a</Password_1_><Password_2_>c</Password_2_>", parameter_table(), was));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MaskedTest);

}  // namespace spaconf
