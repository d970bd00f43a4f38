// Proves that every parameter of the dictionary is in every profile of the models that have
// it, once, or has a reason in left_out.tsv.
#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"
#include "phone/flat_profile.h"
#include "phone/profile.h"

namespace spaconf {

class CoverageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CoverageTest);
  CPPUNIT_TEST(gives_every_parameter_a_value_or_a_reason);
  CPPUNIT_TEST(has_a_reason_for_nothing_else);
  CPPUNIT_TEST(is_well_below_what_a_phone_reads);
  CPPUNIT_TEST(goes_in_the_order_of_the_phones_pages);
  CPPUNIT_TEST_SUITE_END();

  struct Given {
    Config shipped{in_tree("spaconf.conf")};
    Templates templates{in_tree("templates")};
    Profiles profiles{shipped.section("phone"), "", templates};
  };

  static Phone phone(const Model& model) {
    Phone phone{.model = &model, .mac = {}, .hostname = "", .name = "Jan", .lines = {}};
    for (int n = 1; n <= model.lines; ++n) {
      phone.lines.push_back({n, std::string(63, '9'), "sip.example.org",
                             Secret("12345678901234567890"), std::string(60, 'W')});
    }
    return phone;
  }

  static std::map<std::string, std::string> reasons() {
    std::map<std::string, std::string> reasons;
    for (const std::string& line :
         split(read_file(in_tree("templates/phones/left_out.tsv")), '\n')) {
      if (line.empty() || line.starts_with('#') || line == "parameter\treason") continue;
      auto fields = split(line, '\t');
      CPPUNIT_ASSERT_EQUAL_MESSAGE(line, std::size_t(2), fields.size());
      CPPUNIT_ASSERT_MESSAGE(line, fields[1].size() > 5);
      CPPUNIT_ASSERT_MESSAGE(line, reasons.emplace(fields[0], fields[1]).second);
    }
    return reasons;
  }

  void gives_every_parameter_a_value_or_a_reason() {
    Given given;
    const auto left_out = reasons();
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      std::map<std::string, int> times;
      for (const auto& [name, value] : parse_flat_profile(given.profiles.write(phone(model)))) {
        ++times[name];
      }
      for (const Parameter& each : given.profiles.parameter_table().parameters()) {
        bool has_reason =
            left_out.contains(each.pattern) || left_out.contains("[" + each.tab + "]");
        for (const std::string& name : each.names(model)) {
          std::string message = std::string(model.name) + " " + name;
          CPPUNIT_ASSERT_EQUAL_MESSAGE(message, has_reason ? 0 : 1, times[name]);
          times.erase(name);
        }
      }
      for (const auto& [name, count] : times) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE("unknown parameter " + name, 0, count);
      }
    }
  }

  void has_a_reason_for_nothing_else() {
    Given given;
    std::set<std::string> known;
    for (const Parameter& each : given.profiles.parameter_table().parameters()) {
      known.insert(each.pattern);
      known.insert("[" + each.tab + "]");
    }
    for (const auto& [name, reason] : reasons()) {
      CPPUNIT_ASSERT_MESSAGE(name, known.contains(name));
    }
  }

  // The largest file seen in the field has 65,337 bytes. Source: the Provisioner project.
  void is_well_below_what_a_phone_reads() {
    Given given;
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      std::size_t bytes = given.profiles.write(phone(model)).size();
      CPPUNIT_ASSERT_MESSAGE(std::string(model.name) + " " + std::to_string(bytes), bytes < 50000);
    }
  }

  void goes_in_the_order_of_the_phones_pages() {
    Given given;
    constexpr std::string_view tabs[] = {"System", "SIP",     "Provisioning", "Regional",
                                         "Phone",  "Ext {n}", "User"};
    const ParameterTable& parameter_table = given.profiles.parameter_table();
    std::ptrdiff_t last = 0;
    for (const auto& [name, value] :
         parse_flat_profile(given.profiles.write(phone(*find_model("spa962"))))) {
      auto at = std::ranges::find(tabs, parameter_table.find(name)->tab) - std::begin(tabs);
      CPPUNIT_ASSERT_MESSAGE(name, at >= last);
      last = at;
    }
    CPPUNIT_ASSERT_EQUAL(std::ssize(tabs) - 1, last);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CoverageTest);

}  // namespace spaconf
