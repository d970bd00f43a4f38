// Turns the members of a JSON object into fields, and collects every one that is wrong.
#include "api/json_body.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "api/pointer.h"
#include "api/problem.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

/// `answered`: what only answers have, so that a line of an answer can be sent back; it is ignored.
enum class Type { text, flag, texts, settings, lines, position, answered };

constexpr std::string_view type_errors[] = {
    "This must be a string.",
    "This must be true or false.",
    "This must be a list of at most 100 strings.",
    "This must be an object with the name and the value of each parameter, both strings.",
    "This must be a list of objects, one for each line of the phone.",
    "This must be a number from 1 to 6."};

/// No body that a program means has more; a batch has so many for each of its rows.
constexpr std::size_t most_errors = 20, most_permissions = 100;

/// A member of an object, and the field that it becomes.
struct Member {
  std::string_view name;
  Type type;
  std::string_view field;
};

constexpr Member phone_members[] = {
    {"login", Type::text, "login"},
    {"model", Type::text, "model"},
    {"mac", Type::text, "mac"},
    {"serial", Type::text, "serial"},
    {"hostname", Type::text, "hostname"},
    {"inventory", Type::text, "inventory"},
    {"permissions", Type::texts, "permission"},
    {"settings", Type::settings, "setting"},
    {"lines", Type::lines, ""},
    {"take_over", Type::flag, "take_over"},
    {"keep_password", Type::flag, "keep_password"},
    {"on_behalf_of", Type::text, "on_behalf_of"},
};

constexpr Member line_members[] = {
    {"position", Type::position, ""},      {"user", Type::text, "user"},
    {"password", Type::text, "password"},  {"domain", Type::text, "domain"},
    {"display", Type::text, "display"},    {"permissions", Type::texts, "permission"},
    {"account_state", Type::answered, ""}, {"account_reason", Type::answered, ""},
};

bool are_strings(const Json& value) {
  return std::ranges::all_of(value, [](const Json& each) { return each.is_string(); });
}

bool has_type(const Json& value, Type type) {
  switch (type) {
    case Type::text: return value.is_string();
    case Type::flag: return value.is_boolean();
    case Type::texts:
      return value.is_array() && value.size() <= most_permissions && are_strings(value);
    case Type::settings: return value.is_object() && are_strings(value);
    case Type::lines: return value.is_array();
    case Type::answered: return true;
    case Type::position: return value.is_number_integer() && value >= 1 && value <= most_lines;
  }
  return false;
}

/// The line's own position, or else that in the list.
int position_of(const Json& line, std::size_t index) {
  const auto own = line.find("position");
  const bool has_own = own != line.end() && has_type(*own, Type::position);
  return has_own ? own->get<int>() : static_cast<int>(index) + 1;
}

class FieldReader {
 public:
  Fields read(const Json& body) {
    if (!body.is_object()) {
      throw InvalidBody(std::vector<MemberError>{{"", "The body must be a JSON object."}});
    }
    read_object(body, phone_members, "", "");
    if (!errors_.empty()) throw InvalidBody(std::move(errors_));
    return std::move(fields_);
  }

 private:
  void refuse(const std::string& pointer, std::string sentence) {
    errors_.push_back({pointer, std::move(sentence)});
    if (errors_.size() == most_errors) throw InvalidBody(std::move(errors_));
  }

  void read_object(const Json& object, std::span<const Member> members, const std::string& pointer,
                   const std::string& prefix) {
    for (const auto& [name, value] : object.items()) {
      const std::string place = pointer + "/" + escaped_for_pointer(name);
      const auto member = std::ranges::find(members, name, &Member::name);
      if (member == members.end()) {
        refuse(place, "There is no such member.");
      } else if (!has_type(value, member->type)) {
        refuse(place, std::string(type_errors[int(member->type)]));
      } else {
        add(value, *member, place, prefix + std::string(member->field));
      }
    }
  }

  void add(const Json& value, const Member& member, const std::string& place,
           const std::string& field) {
    switch (member.type) {
      case Type::text: fields_.add(field, value.get<std::string>()); break;
      case Type::flag: fields_.add(field, value.get<bool>() ? "yes" : ""); break;
      case Type::texts: add_all(field, value.get<std::vector<std::string>>()); break;
      case Type::settings: add_settings(field, value, place); break;
      case Type::lines: read_lines(value, place); break;
      case Type::position: break;  // read_lines() has it
      case Type::answered: break;
    }
  }

  void add_all(const std::string& field, const std::vector<std::string>& values) {
    for (const std::string& each : values) fields_.add(field, each);
    if (values.empty()) fields_.add(field, "");
  }

  void add_settings(const std::string& field, const Json& settings, const std::string& place) {
    std::vector<std::string> values;
    for (const auto& [name, value] : settings.items()) {
      // The field's value has the first one behind the name.
      if (name.find('=') != name.npos) {
        refuse(place + "/" + escaped_for_pointer(name),
               "The name of a parameter contains no equals sign.");
      }
      values.push_back(name + " = " + value.get<std::string>());
    }
    add_all(field, values);
  }

  void read_lines(const Json& lines, const std::string& place) {
    if (lines.size() > most_lines) {
      refuse(place, "A phone has at most " + std::to_string(most_lines) + " lines.");
      return;
    }
    std::set<int> positions;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string at = place + "/" + std::to_string(i);
      if (!lines[i].is_object()) {
        refuse(at, "This must be an object.");
        continue;
      }
      const int position = position_of(lines[i], i);
      if (!positions.insert(position).second) {
        refuse(at + "/position", "Another line has this position.");
      }
      read_object(lines[i], line_members, at, line_field(position, ""));
    }
  }

  Fields fields_;
  std::vector<MemberError> errors_;
};

}  // namespace

Fields fields_in(const Json& body) { return FieldReader().read(body); }

Json without_passwords(Json body) {
  if (body.is_object() && body.contains("lines") && body["lines"].is_array()) {
    for (Json& line : body["lines"]) {
      if (line.is_object()) line.erase("password");
    }
  }
  return body;
}

}  // namespace spaconf::api
