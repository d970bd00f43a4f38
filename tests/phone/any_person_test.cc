// Proves for 100,000 people of any name that a phone reads what was meant: the profile is ours,
// the reader is the virtual phone's own.
#include <cstdio>
#include <map>
#include <random>
#include <unordered_map>

#include "base/text.h"
#include "fixtures.h"
#include "phone/profile.h"
#include "virtual-phone/profile_parser.h"

namespace spaconf {

class AnyPersonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AnyPersonTest);
  CPPUNIT_TEST(is_read_by_the_phone_as_it_was_meant);
  CPPUNIT_TEST_SUITE_END();

  static constexpr int people = 100'000;
  static constexpr unsigned seed = 20081127;

  std::mt19937 random_{seed};

  std::size_t below(std::size_t end) { return random_() % end; }

  /// One character in UTF-8 of the plane that holds nearly all, or of any.
  std::string character() {
    for (;;) {
      const std::size_t code = 1 + below(below(4) ? 0xffff : 0x10ffff);
      if (code >= 0xd800 && code <= 0xdfff) continue;
      auto byte = [&](std::size_t first, int shift) {
        return char(first | ((code >> shift) & 0x3f));
      };
      if (code < 0x80) return {char(code)};
      if (code < 0x800) return {char(0xc0 | code >> 6), byte(0x80, 0)};
      if (code < 0x10000) return {char(0xe0 | code >> 12), byte(0x80, 6), byte(0x80, 0)};
      return {char(0xf0 | code >> 18), byte(0x80, 12), byte(0x80, 6), byte(0x80, 0)};
    }
  }

  std::string hostile() {
    constexpr std::string_view pieces[] = {"&",
                                           "<",
                                           ">",
                                           "\"",
                                           "'",
                                           "]]>",
                                           "<![CDATA[",
                                           "<!--",
                                           "-->",
                                           "--",
                                           "&amp;",
                                           "&#60;",
                                           "&bogus;",
                                           "</flat-profile>",
                                           "</Display_Name_1_>",
                                           "<X/>",
                                           "<?xml?>",
                                           "{{USER}}",
                                           "{{#LINE}}",
                                           "%n",
                                           "$MA",
                                           "\\",
                                           " ",
                                           "  ",
                                           "a",
                                           "Z",
                                           "0"};
    return std::string(pieces[below(std::size(pieces))]);
  }

  /// 0 to 300 characters, most names much shorter.
  std::string name() {
    const std::size_t longest = below(16) ? 30 : 300, length = below(longest + 1), kind = below(8);
    std::string name;
    for (std::size_t i = 0; i < length; ++i) {
      name += kind > 1 || (kind == 1 && below(2)) ? hostile() : character();
    }
    return std::string(beginning(name, length));
  }

  /// What may stand in a password: anything that can be typed.
  std::string password() {
    std::string text(1 + below(24), ' ');
    for (char& c : text) c = char('!' + below('~' - '!' + 1));
    return text;
  }

  /// Of what can be shown as it is, what a display shows: every run of blanks is one.
  static std::string as_shown(const std::string& name) {
    std::string shown;
    for (unsigned char c : name) {
      if (c >= 0x80) return ascii(name);
      const bool is_blank = c <= ' ' || c == 0x7f;
      if (!is_blank || (!shown.empty() && shown.back() != ' ')) shown += is_blank ? ' ' : char(c);
    }
    if (!shown.empty() && shown.back() == ' ') shown.pop_back();
    return shown;
  }

  Phone phone(const Model& model) {
    Phone phone{.model = &model,
                .mac = {},
                .hostname = "ui" + std::to_string(below(1000)),
                .name = name(),
                .lines = {},
                .admin_password = Secret(password()),
                .user_password = Secret(password())};
    for (int n = 1; n <= model.lines; ++n) {
      phone.lines.push_back({n, password(), "sip.example.org", Secret(password()), name()});
    }
    return phone;
  }

  using Read = std::unordered_map<std::string, std::string>;

  static Read read(const std::string& profile) {
    Read values;
    for (auto& one : virtual_phone::parse_profile(profile)) {
      const bool is_good = one.was_ascii && !one.keeps;
      if (!is_good || !values.emplace(one.name, std::move(one.value)).second)
        CPPUNIT_FAIL(one.name);
    }
    return values;
  }

  void is_read_by_the_phone_as_it_was_meant() {
    std::printf("\nseed %u\n", seed);
    Config shipped(in_tree("spaconf.conf"));
    Templates templates(in_tree("templates"));
    Profiles profiles(shipped.section("phone"), "", templates);
    for (int done = 0; done < people;) {
      // Most often the one with most lines: a person on each, and one on the idle display.
      const char* name = below(8) ? "spa962" : below(2) ? "spa942" : "spa921";
      const Phone given = phone(*find_model(name));
      std::map<std::string, std::string> meant{{"Station_Name", as_shown(given.name)},
                                               {"HostName", given.hostname},
                                               {"Admin_Passwd", given.admin_password.reveal()},
                                               {"User_Password", given.user_password.reveal()}};
      for (const Phone::Line& line : given.lines) {
        const std::string n = "_" + std::to_string(line.position) + "_";
        meant["Display_Name" + n] = as_shown(line.display);
        meant["User_ID" + n] = line.user;
        meant["Password" + n] = line.password.reveal();
      }
      const Read values = read(profiles.write(given));
      for (const auto& [parameter, value] : meant) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(parameter, value, values.at(parameter));
      }
      done += 1 + int(given.lines.size());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AnyPersonTest);

}  // namespace spaconf
