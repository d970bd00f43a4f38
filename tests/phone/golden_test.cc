// Compares whole profiles with tests/golden; make golden rewrites those.
#include "phone/golden.h"

#include <fstream>
#include <set>

#include "base/file.h"
#include "fixtures.h"
#include "phone/profile.h"

namespace spaconf {
namespace {

Phone phone(std::string_view model, int lines) {
  Phone phone{.model = find_model(model),
              .mac = Mac::parse("000e08112233"),
              .hostname = "ui305-phone",
              .name = "Jiří Novák",
              .lines = {}};
  for (int n = 1; n <= lines; ++n) {
    phone.lines.push_back({.position = n,
                           .user = "100" + std::to_string(n),
                           .domain = "sip.example.org",
                           .password = Secret("Secret&<line>" + std::to_string(n)),
                           .display = n == 1 ? "Jiří Novák" : "Žaneta \"UI\" O'Hara & Sons"});
  }
  return phone;
}

}  // namespace

std::map<std::string, std::string> golden() {
  Config shipped(in_tree("spaconf.conf"));
  Templates templates(in_tree("templates"));
  Profiles profiles(shipped.section("phone"), "", templates);
  std::map<std::string, std::string> files;
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    std::string name(model.name);
    files[name + ".cfg"] = profiles.initial(model);
    files[name + "-one-line.cfg"] = profiles.write(phone(name, 1));
  }
  files["spa942-two-lines.cfg"] = profiles.write(phone("spa942", 2));
  files["spa962-six-lines.cfg"] = profiles.write(phone("spa962", 6));
  return files;
}

void write_golden() {
  for (const auto& [name, bytes] : golden()) {
    std::ofstream(in_tree("tests/golden") / name, std::ios::binary) << bytes;
  }
}

class GoldenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GoldenTest);
  CPPUNIT_TEST(profiles_are_what_they_were_byte_for_byte);
  CPPUNIT_TEST_SUITE_END();

  void profiles_are_what_they_were_byte_for_byte() {
    std::set<std::string> there;
    for (const auto& entry : std::filesystem::directory_iterator(in_tree("tests/golden"))) {
      there.insert(entry.path().filename().string());
    }
    for (const auto& [name, bytes] : golden()) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::size_t(1), there.erase(name));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, read_file(in_tree("tests/golden") / name), bytes);
    }
    CPPUNIT_ASSERT_MESSAGE("no test writes " + (there.empty() ? "" : *there.begin()),
                           there.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GoldenTest);

}  // namespace spaconf
