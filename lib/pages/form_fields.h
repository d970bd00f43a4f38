// The fields of the forms: kind, label and hints of each.
#pragma once

#include <span>
#include <string_view>

namespace spaconf {

/// The kind of a field. Each has a template in templates/pages.
enum class FieldKind {
  code,         ///< A word for machines, typed or scanned
  text,         ///< Text for people
  model,        ///< A choice of models
  permissions,  ///< Boxes for the permissions of a line's account
  settings,     ///< Parameters with their values
  box           ///< One box to tick
};

/// Where a field is shown, which decides on its hint.
enum class FormPlace { new_phone, new_more_lines, change, change_more_lines, move };

/// A field of the registration form or of an action's form.
struct FormField {
  /// Its hint and remark in one place.
  struct Words {
    FormPlace place = FormPlace::new_phone;
    std::string_view hint = {};    ///< Below the label; may be empty
    std::string_view remark = {};  ///< Behind the label: "optional"; may be empty
  };

  std::string_view name;  ///< "hostname"; of a line's its part, "user"
  std::string_view label;
  FieldKind kind;
  Words words[3] = {};
  bool has_domain = false;  ///< On the registration form "@example.org" follows it
  bool has_status = false;  ///< The page reports below it where a scanned code went

  /// Empty where the table has none.
  const Words& words_in(FormPlace place) const;
};

/// The row of a field, for "line2_user" that of "user". nullptr for an unknown name.
const FormField* find_form_field(std::string_view name);
/// The fields of a line, in the order of a form. Only a new phone has passwords.
std::span<const FormField> line_form_fields();

}  // namespace spaconf
