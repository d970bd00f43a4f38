// Parses and checks the registration form.
// Each field is checked independently, so that all problems are reported at once.
#include "registration/form.h"

#include <algorithm>

#include "account/password.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/scanned_code.h"
#include "phone/serial.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr std::string_view plain_fields[] = {"login",    "model",     "mac",        "serial",
                                             "hostname", "inventory", "permission", "setting",
                                             "key",      "csrf",      "take_over"};
constexpr std::string_view line_parts[] = {"user", "password", "display", "permission", "domain"};
constexpr std::string_view scanned_fields[] = {"mac", "serial", "inventory"};

// The widths of our tables' columns, in characters.
constexpr std::size_t longest_login = 64, longest_serial = 64, longest_inventory = 64,
                      longest_display = 255, longest_settings = 65'535;
/// Each is looked up, and the nearest name is found for one that is unknown.
constexpr std::size_t most_settings = 250;
constexpr const char* too_many_settings = N_("A phone has at most 250 settings.");
/// Source: the phones' UserID type, 63 characters.
constexpr std::size_t longest_user = 63;
/// Source: RFC 1035, section 2.3.4.
constexpr std::size_t longest_label = 63;

constexpr std::string_view letters_and_digits =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool consists_of(std::string_view text, const std::string& characters) {
  return text.find_first_not_of(characters) == text.npos;
}

/// Eleven hex digits are more likely an address that lacks one.
bool looks_like_serial(std::string_view text) {
  const auto serial = parse_serial(text);
  return serial && !(serial->size() == 11 && consists_of(*serial, "0123456789ABCDEF"));
}

/// Without a trailing tab or line end from a paste out of a table.
std::string without_line_end(std::string text) {
  text.erase(text.find_last_not_of("\t\r\n") + 1);
  return text;
}

using Permissions = std::vector<std::string>;

class Reader {
 public:
  Reader(const Fields& fields, const FormRules& rules) : fields_(fields), rules_(rules) {}

  Registration read() {
    refuse_unknown_fields();
    refuse_controls();
    wanted_.login = typed("login");
    if (wanted_.login.empty() || length(wanted_.login) > longest_login) {
      wrong("login", _("Enter the person's login."));
    }
    read_model();
    read_mac_and_serial();
    read_hostname_and_inventory();
    read_permissions();
    read_settings();
    for (int position = 1; position <= most_lines; ++position) read_line(position);
    if (!problems_.empty()) throw Rejected(std::move(problems_));
    return std::move(wanted_);
  }

 private:
  std::string typed(std::string_view field) const {
    const std::string text = fields_.text(field);
    return plain_blanks(is_scanned(field) ? trim_controls(text) : text);
  }

  /// A field with a control character gets no further sentence.
  void wrong(std::string field, std::string sentence) {
    if (std::ranges::find(with_controls_, field) != with_controls_.end()) return;
    problems_.push_back({std::move(field), std::move(sentence)});
  }

  /// Passwords, settings and choices have their own rules, which reject control characters.
  void refuse_controls() {
    std::vector<std::string> names{"login", "mac", "serial", "hostname", "inventory"};
    for (int position = 1; position <= most_lines; ++position) {
      for (const char* part : {"user", "display"}) names.push_back(line_field(position, part));
    }
    for (std::string& name : names) {
      if (!has_controls(typed(name))) continue;
      wrong(name, _("This contains a control character, such as a tab or a line end. Delete it."));
      with_controls_.push_back(std::move(name));
    }
  }

  void refuse_unknown_fields() {
    for (const auto& field : fields_.all()) {
      const bool is_known = line_of(field.first) > 0
                                ? std::ranges::count(line_parts, line_part(field.first)) > 0
                                : std::ranges::count(plain_fields, field.first) > 0;
      if (!is_known) {
        wrong("", sentence(_("This form has no field {field}."),
                           {{"field", beginning(field.first, 40)}}));
      }
    }
  }

  void read_model() {
    wanted_.model = find_model(typed("model"));
    if (!wanted_.model) wrong("model", _("Choose one of the models."));
  }

  /// What the scanner typed into the field, without what it has added.
  std::string scanned(std::string_view field) {
    const ScannedCode code = read_scanned_code(typed(field));
    if (code.has_swapped_letters) {
      wrong(std::string(field), about_swapped_letters(code.text));
    }
    return code.text;
  }

  void read_mac_and_serial() {
    std::string mac_text = scanned("mac"), serial_text = scanned("serial");
    // The user scanned in the other order: the serial field has a phone's address, and the address
    // field does not.
    auto in_mac = Mac::parse(mac_text), in_serial = Mac::parse(serial_text);
    bool phones = in_serial && rules_.has_known_oui(*in_serial);
    if (phones && !(in_mac && rules_.has_known_oui(*in_mac)) &&
        (mac_text.empty() || looks_like_serial(mac_text))) {
      std::swap(mac_text, serial_text);
    }
    wanted_.mac = Mac::parse(mac_text);
    if (wanted_.model && !wanted_.model->is_hardware()) {
      if (!mac_text.empty())
        wrong("mac", _("A software phone has no MAC address. Leave this field empty."));
      wanted_.mac.reset();
    } else if (mac_text.empty()) {
      wrong("mac", _("Scan or type the MAC address on the carton."));
    } else if (!wanted_.mac && looks_like_serial(mac_text)) {
      wrong("mac", _("This looks like the serial number. The MAC address has 12 digits from 0 to 9 "
                     "and A to F and usually begins with 000E08."));
    } else if (!wanted_.mac && is_of_other_layout(mac_text)) {
      wrong("mac", _(about_other_layout));
    } else if (!wanted_.mac) {
      wrong("mac",
            _("This is not the MAC address of a phone. It has 12 digits from 0 to 9 and A to F, "
              "such as 00:0E:08:11:22:33."));
    }
    wanted_.serial = parse_serial(serial_text).value_or(serial_text);
    if (const auto other = Mac::parse(serial_text); other && rules_.has_known_oui(*other)) {
      wrong("serial", _("This is the MAC address of a phone. Scan the carton's other bar code."));
    }
    if (length(wanted_.serial) > longest_serial) {
      wrong("serial", _("A serial number has at most 64 characters."));
    }
  }

  void read_hostname_and_inventory() {
    wanted_.hostname = lower(typed("hostname"));
    if (!wanted_.hostname.empty() && !is_dns_label(wanted_.hostname)) {
      wrong("hostname",
            _("A hostname is one DNS label: at most 63 letters, digits and hyphens, with "
              "no hyphen at either end."));
    }
    wanted_.inventory = typed("inventory");
    if (length(wanted_.inventory) > longest_inventory) {
      wrong("inventory", _("An inventory number has at most 64 characters."));
    }
  }

  /// The current line; nullptr when there is none.
  const Line* line_there(int position) const {
    if (!rules_.there) return nullptr;
    auto found = std::ranges::find(rules_.there->lines, position, &Line::position);
    return found == rules_.there->lines.end() ? nullptr : &*found;
  }

  /// The typed permissions, if any; a single empty value means no permissions.
  std::optional<Permissions> permissions_in(const std::string& field, const Permissions& there) {
    if (!fields_.has(field)) return {};
    Permissions permissions;
    for (const std::string& name : fields_.texts(field)) {
      if (name.empty()) continue;
      const bool is_known =
          std::ranges::find(rules_.permissions, name) != rules_.permissions.end() ||
          std::ranges::find(there, name) != there.end();
      if (!is_known) wrong(field, _("The exchange has no permission of this name."));
      const bool is_twice = std::ranges::find(permissions, name) != permissions.end();
      if (is_known && !is_twice) permissions.push_back(name);
    }
    return permissions;
  }

  /// The permissions of every line without its own field.
  void read_permissions() { permissions_ = permissions_in("permission", {}); }

  void read_permissions_of(Line& line) {
    Permissions there;
    const Line* now = line_there(line.position);
    if (now && now->user == line.user) there = now->permissions.value_or(Permissions());
    line.permissions = permissions_in(line_field(line.position, "permission"), there);
    if (!line.permissions) line.permissions = permissions_;
  }

  /// The phone's current setting of that name and value; nullptr when it has none.
  const Setting* setting_there(const Setting& typed) const {
    if (!rules_.there) return nullptr;
    const auto is_same = [&](const Setting& each) {
      return each.name == typed.name && each.value == typed.value;
    };
    const auto found = std::ranges::find_if(rules_.there->settings, is_same);
    return found == rules_.there->settings.end() ? nullptr : &*found;
  }

  /// "Dial_Plan_1_ = (xx.)"; an empty field is skipped.
  void read_settings() {
    const auto all = fields_.texts("setting");
    if (all.size() > most_settings) return wrong("setting", _(too_many_settings));
    for (const std::string& typed : all) {
      if (trim(typed).empty()) continue;
      const auto end = std::min(typed.find('='), typed.size());
      Setting setting{plain_blanks(typed.substr(0, end)),
                      end < typed.size() ? plain_blanks(typed.substr(end + 1)) : ""};
      const Setting* there = setting_there(setting);
      if (there) setting.is_unchecked = there->is_unchecked;
      const bool is_judged = rules_.setting_error && !there;
      const std::string why = is_judged ? rules_.setting_error(setting) : "";
      if (!why.empty()) {
        wrong("setting", why + ".");
      } else if (!is_ascii(setting.value)) {
        wrong(
            "setting",
            sentence(_("{parameter} must be printable ASCII; phones cannot show other characters."),
                     {{"parameter", setting.name}}));
      } else if (std::ranges::find(wanted_.settings, setting.name, &Setting::name) !=
                 wanted_.settings.end()) {
        wrong("setting", sentence(_("{parameter} is set twice."), {{"parameter", setting.name}}));
      } else {
        wanted_.settings.push_back(std::move(setting));
      }
    }
    const std::string why = settings_error(wanted_.settings);
    if (!why.empty()) wrong("setting", why);
  }

  void read_line(int position) {
    Line line{.position = position,
              .user = typed(line_field(position, "user")),
              .password = Secret(without_line_end(fields_.text(line_field(position, "password")))),
              .display = typed(line_field(position, "display"))};
    std::string user_field = line_field(position, "user");
    bool is_empty = line.user.empty() && line.password.empty() && line.display.empty();
    // The boxes of a line that is being removed are still ticked.
    const bool is_ticked =
        !line_there(position) && !fields_.text(line_field(position, "permission")).empty();
    if (is_empty && position > 1 && !is_ticked) return;
    if (wanted_.model && position > wanted_.model->lines) {
      const int lines = wanted_.model->lines;
      wrong(user_field, counted("{model} has {count} line; leave this field empty.",
                                "{model} has {count} lines; leave this field empty.", lines,
                                {{"model", _(wanted_.model->label)}}));
      return;
    }
    if (line.user.empty()) {
      wrong(user_field, _("Enter the number of this line."));
    } else if (const std::string why = number_error(line.user); !why.empty()) {
      wrong(user_field, why);
    } else if (std::ranges::find(wanted_.lines, line.user, &Line::user) != wanted_.lines.end()) {
      wrong(user_field, _("Another line already has this number."));
    }
    if (!line.password.empty() &&
        !is_usable_password(line.password.reveal(), rules_.password_width)) {
      wrong(line_field(position, "password"),
            counted(
                "A password has at most {count} letter without diacritics, digit or sign, and no "
                "blanks.",
                "A password has at most {count} letters without diacritics, digits and signs, and "
                "no blanks.",
                std::int64_t(rules_.password_width)));
    }
    if (length(line.display) > longest_display) {
      wrong(line_field(position, "display"), _("A display name has at most 255 characters."));
    }
    const std::string domain = fields_.text(line_field(position, "domain"));
    if (!domain.empty() && domain != rules_.domain) {
      wrong(line_field(position, "domain"),
            sentence(_("All accounts have the domain {domain}."), {{"domain", rules_.domain}}));
    }
    read_permissions_of(line);
    wanted_.lines.push_back(std::move(line));
  }

  const Fields& fields_;
  const FormRules& rules_;
  Registration wanted_;
  std::optional<Permissions> permissions_;
  std::vector<Problem> problems_;
  std::vector<std::string> with_controls_;  // fields with a control character
};

}  // namespace

bool is_dns_label(std::string_view text) {
  return !text.empty() && text.size() <= longest_label && text.front() != '-' &&
         text.back() != '-' && consists_of(text, std::string(letters_and_digits) + "-");
}

std::string number_error(std::string_view number) {
  // None of these needs escaping in a SIP address. Source: RFC 3261, section 25.1.
  const bool is_good = number.size() <= longest_user &&
                       consists_of(number, std::string(letters_and_digits) + "._+-*");
  if (is_good) return "";
  return _(
      "A number has at most 63 letters without diacritics, digits, dots, hyphens, underscores, "
      "stars and plus signs.");
}

std::string settings_error(const std::vector<Setting>& settings) {
  if (settings.size() > most_settings) return _(too_many_settings);
  return joined(settings).size() > longest_settings ? _("These settings are too long.") : "";
}

std::string serial_warning(std::string_view serial) {
  if (serial.empty() || parse_serial(serial)) return "";
  return _(
      "Known serial numbers have 11 or 12 letters and digits. Compare this one with the "
      "carton.");
}

bool is_scanned(std::string_view field) { return std::ranges::count(scanned_fields, field) > 0; }

std::string line_field(int position, std::string_view what) {
  std::string field = "line";
  field.append(std::to_string(position)).append("_").append(what);
  return field;
}

int line_of(std::string_view field) {
  static_assert(most_lines < 10, "a line's position is one digit");
  if (!field.starts_with("line") || field.find('_') != 5) return 0;
  const int position = field[4] - '0';
  return position >= 1 && position <= most_lines ? position : 0;
}

std::string_view line_part(std::string_view field) {
  return line_of(field) > 0 ? field.substr(field.find('_') + 1) : field;
}

Registration read_form(const Fields& fields, const FormRules& rules) {
  return Reader(fields, rules).read();
}

std::string fingerprint(const Fields& fields) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : fields.all()) {
    const bool is_password = name.ends_with("_password") && name != "keep_password";
    if (name == "key" || name == "csrf" || is_password) continue;
    // An empty list of permissions differs from none.
    if (!value.empty() || name.ends_with("permission")) parts.push_back(name + "=" + value + "\n");
  }
  std::ranges::sort(parts);
  std::string text;
  for (const std::string& part : parts) text += part;
  return sha256_hex(text);
}

}  // namespace spaconf
