// Reads the lines of a foreign profile, and tells what spaconf could not do with them.
#include "bulk/foreign_phone.h"

#include <algorithm>

#include "account/password.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/model.h"
#include "phone/serial.h"
#include "registration/form.h"

namespace spaconf {
namespace {

/// An exchange may have room for longer passwords than those that spaconf makes.
constexpr std::size_t longest_foreign_password = 64;
/// The width of the column.
constexpr std::size_t longest_display = 255;

class Reader {
 public:
  Reader(const ForeignProfile& profile, const std::string& domain) : profile_(profile) {
    for (int position = 1; position <= most_lines; ++position) read_line(position, domain);
    if (found.lines.empty()) {
      found.problems.push_back({0, _("no line is in use")});
    } else if (found.lines.front().position != 1) {
      found.problems.push_back({found.lines.front().at, _("line 1 is not in use")});
    }
    read_hostname();
    const std::string serial = profile.value("Serial_Number");
    found.serial = parse_serial(serial).value_or("");
  }

  ForeignPhone found;

 private:
  const ForeignElement* of_line(const char* name, int position) const {
    return profile_.find(std::string(name) + "_" + std::to_string(position) + "_");
  }
  std::string value_of_line(const char* name, int position) const {
    const ForeignElement* element = of_line(name, position);
    return element ? element->value : "";
  }

  void read_line(int position, const std::string& domain) {
    const ForeignElement* user = of_line("User_ID", position);
    if (!user || user->value.empty()) return;
    if (lower(value_of_line("Line_Enable", position)) == "no") {
      found.doubts.push_back(
          {user->line, about(N_("line {line} has a user and is switched off"), position)});
      return;
    }
    ForeignLine read{.position = position,
                     .user = user->value,
                     .password = Secret(value_of_line("Password", position)),
                     .display = value_of_line("Display_Name", position),
                     .at = user->line};
    read.display = std::string(beginning(read.display, longest_display));
    judge(read);
    compare_servers(position, domain);
    found.lines.push_back(std::move(read));
  }

  /// `message` has the place {line}.
  static std::string about(const char* message, int position) {
    return sentence(_(message), {{"line", position}});
  }

  void judge(const ForeignLine& read) {
    const auto wrong = [&](unsigned at, const char* message) {
      found.problems.push_back({at, about(message, read.position)});
    };
    if (!number_error(read.user).empty()) {
      wrong(read.at, N_("line {line} has a user that spaconf cannot have"));
    }
    if (std::ranges::count(found.lines, read.user, &ForeignLine::user) > 0) {
      wrong(read.at, N_("line {line} has the user of another line; a phone has each account once"));
    }
    const ForeignElement* password = of_line("Password", read.position);
    if (read.password.empty()) {
      wrong(password ? password->line : read.at, N_("line {line} has no password"));
    } else if (!is_usable_password(read.password.reveal(), longest_foreign_password)) {
      wrong(password->line,
            N_("line {line} has a password with characters that phones do not take"));
    }
    const ForeignElement* name = of_line("Auth_ID", read.position);
    const bool uses_name = lower(value_of_line("Use_Auth_ID", read.position)) == "yes";
    if (uses_name && name && !name->value.empty() && name->value != read.user) {
      wrong(name->line,
            N_("line {line} has another Auth_ID than user; spaconf's accounts have one name"));
    }
  }

  void compare_servers(int position, const std::string& domain) {
    const ForeignElement* proxy = of_line("Proxy", position);
    if (!proxy || lower(proxy->value) == lower(domain)) return;
    found.doubts.push_back(
        {proxy->line,
         sentence(
             _("line {line} has the proxy {proxy}; spaconf will write {domain}"),
             {{"line", position}, {"proxy", without_controls(proxy->value)}, {"domain", domain}})});
  }

  void read_hostname() {
    const ForeignElement* element = profile_.find("HostName");
    if (!element || element->value.empty()) return;
    const std::string name = lower(element->value);
    if (is_dns_label(name)) {
      found.hostname = name;
    } else {
      found.doubts.push_back({element->line, _("HostName is not one DNS label, and is not kept")});
    }
  }

  const ForeignProfile& profile_;
};

/// The path of a rule's first address: "/config/spa$MA.cfg".
std::string_view path_in(std::string_view rule) {
  const auto server = rule.find("://");
  const auto begin = rule.find('/', server == rule.npos ? 0 : server + 3);
  return begin == rule.npos ? rule : rule.substr(begin, rule.find(' ', begin) - begin);
}

}  // namespace

ForeignPhone read_foreign_phone(const ForeignProfile& profile, const std::string& domain,
                                const std::string& rule) {
  ForeignPhone phone = Reader(profile, domain).found;
  const ForeignElement* theirs = profile.find("Profile_Rule");
  if (theirs && path_in(theirs->value) != path_in(rule)) {
    // It may have a key in it.
    phone.doubts.push_back(
        {theirs->line,
         sentence(_("Profile_Rule leads the phone to another place than {rule}, where "
                    "its next profile will be; see docs/adopt.md"),
                  {{"rule", rule}})});
  }
  return phone;
}

}  // namespace spaconf
