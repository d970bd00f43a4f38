// Tests lib/registration/provisioning_warnings.cc.
#include "registration/provisioning_warnings.h"

#include "fixtures.h"

namespace spaconf {

class ProvisioningWarningsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProvisioningWarningsTest);
  CPPUNIT_TEST(warns_of_each_setting_that_is_new_and_decides_something);
  CPPUNIT_TEST(warns_of_a_setting_that_had_no_effect_on_the_former_model);
  CPPUNIT_TEST_SUITE_END();

  static Registration with(const std::vector<Setting>& settings, const char* model = "spa942") {
    Registration registration;
    registration.model = find_model(model);
    registration.settings = settings;
    return registration;
  }

  void warns_of_each_setting_that_is_new_and_decides_something() {
    Folder folder;
    const Config conf = config(folder, shipped_configuration(folder));
    Templates templates(in_tree("templates"));
    const Profiles profiles(conf.section("phone"), "", templates);
    const Setting rule{"Profile_Rule", "tftp://$A/x.cfg"}, a{"GPP_A", "192.0.2.9"},
        other_a{"GPP_A", "192.0.2.8"}, b{"GPP_B", "x"}, open{"Auth_Resync-Reboot_2_", "No"};
    struct Row {
      std::vector<Setting> before, after;
      std::vector<std::string> warned_of;
    };
    const Row table[] = {
        {{}, {}, {}},
        {{}, {rule, a, b}, {"Profile_Rule", "GPP_A"}},
        {{}, {a, b}, {}},
        {{rule}, {rule, a}, {"GPP_A"}},
        {{rule, a}, {rule, a, b}, {}},
        {{rule, a}, {rule, other_a}, {"GPP_A"}},
        {{rule, a}, {other_a}, {}},
        {{a}, {a, rule}, {"Profile_Rule"}},
        {{}, {open}, {"Auth_Resync-Reboot_2_"}},
        {{open}, {open}, {}},
        {{open}, {}, {}},
    };
    for (const Row& row : table) {
      const Registration before = with(row.before), after = with(row.after);
      std::string wanted, found;
      for (const std::string& name : row.warned_of) wanted += name + " ";
      for (const std::string& sentence : provisioning_warnings(profiles, &before, after)) {
        assert_has(sentence, ". With a wrong value the phone stops taking its profile");
        found += sentence.substr(0, sentence.find(' ') + 1);
      }
      CPPUNIT_ASSERT_EQUAL(wanted, found);
      if (row.before.empty()) {
        CPPUNIT_ASSERT_EQUAL(row.warned_of.size(),
                             provisioning_warnings(profiles, nullptr, after).size());
      }
    }
  }

  void warns_of_a_setting_that_had_no_effect_on_the_former_model() {
    Folder folder;
    const Config conf = config(folder, shipped_configuration(folder));
    Templates templates(in_tree("templates"));
    const Profiles profiles(conf.section("phone"), "", templates);
    struct Row {
      const char *former, *model, *name;
      bool is_warned_of;
    };
    const Row table[] = {
        {"software", "spa942", "Profile_Rule", true},
        {"software", "software", "Profile_Rule", false},
        {"spa941", "spa942", "Profile_Rule", false},
        {"spa942", "spa921", "DHCP", true},
        {"spa921", "spa941", "DHCP", false},
    };
    for (const Row& row : table) {
      const std::vector<Setting> settings{{row.name, "x"}};
      const Registration before = with(settings, row.former), after = with(settings, row.model);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.former) + " " + row.model + " " + row.name,
                                   row.is_warned_of,
                                   !provisioning_warnings(profiles, &before, after).empty());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProvisioningWarningsTest);

}  // namespace spaconf
