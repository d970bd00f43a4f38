// Compiles the family's template into one model's, with everything that its phones share.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "phone/family_template.h"
#include "phone/flat_profile.h"
#include "phone/model.h"
#include "phone/parameter_table.h"

namespace spaconf {

/// The text of a model's profiles, with placeholders for each phone's own values.
/// Settings are put into the text once, because a template with fewer placeholders is filled
/// faster.
class ModelTemplate {
 public:
  /// An element whose value is a placeholder: <User_ID_2_>{{USER}}</User_ID_2_>.
  struct Placeholder {
    std::string element;   ///< "User_ID_2_"
    std::string variable;  ///< "USER"
    int position;          ///< The line or line key, from 1; 0 outside them
    std::string name;      ///< Its name in text(): "USER_2"
  };

  /// Reads the family's template; the comment at its top describes the syntax.
  /// `constants` are filled in at once. Throws Misconfigured with file and line.
  ModelTemplate(const std::filesystem::path& file, std::string_view family, const Model& model,
                const ParameterTable& parameter_table, const TemplateConstants& constants);

  /// Does each phone have its own value of this parameter?
  bool is_placeholder(const std::string& name) const;
  /// Sets a parameter for all phones of the model, even if the template lacks it.
  void set(const std::string& name, const std::string& value);

  const std::vector<Placeholder>& placeholders() const { return placeholders_; }
  /// The template for a phone, for ctemplate.
  std::string text() const;
  /// The text before, between and after the lines with placeholders.
  std::vector<std::string> fixed_parts() const;
  const std::filesystem::path& file() const { return file_; }

  /// Checks every value that is not a placeholder: `filled` is text() filled with empty values and
  /// read back. Throws Misconfigured with file and line.
  void check_values(const Parameters& filled, const ParameterTable& parameter_table) const;

 private:
  struct Row {
    explicit Row(const TemplateLine& source);
    std::string text() const { return before + value + after + "\n"; }

    std::string before, value, after;  // "<X>", "1", "</X>"; other text is in `before`
    std::string element;               // "X"; empty for other text
    bool has_placeholder = false;
    unsigned line = 0;  // of the template; 0 for settings
  };

  std::vector<Row> elements(const TemplateLine& source, const Model& model,
                            const ParameterTable& parameter_table);
  void append(std::vector<Row> paragraph);
  [[noreturn]] void wrong(unsigned line, const std::string& what) const;

  std::filesystem::path file_;
  std::vector<Row> rows_;
  std::unordered_map<std::string, std::size_t> places_;  // of elements in rows_
  std::vector<Placeholder> placeholders_;
};

}  // namespace spaconf
