// The family's template made into one model's: what is the same for all its phones.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "phone/flat_profile.h"
#include "phone/model.h"
#include "phone/parameter_table.h"

namespace spaconf {

/// Everything that a model's profiles say, with placeholders for what is each phone's own.
/// Settings go into the text once, since a template is filled the faster the fewer
/// placeholders it has.
class ModelTemplate {
 public:
  /// An element that holds nothing but a placeholder: <User_ID_2_>{{USER}}</User_ID_2_>.
  struct Placeholder {
    std::string element;   ///< "User_ID_2_"
    std::string variable;  ///< "USER"
    int position;          ///< The line or line key, from 1; 0 outside of them
    std::string name;      ///< As text() calls it: "USER_2"
  };
  using Constants = std::vector<std::pair<std::string, std::string>>;

  /// Reads the family's template; the comment at its top says how it is written.
  /// `constants` are filled in at once. Throws Misconfigured with file and line.
  ModelTemplate(const std::filesystem::path& file, std::string_view family, const Model& model,
                const ParameterTable& parameter_table, const Constants& constants);

  /// Is the value of this parameter each phone's own?
  bool is_placeholder(const std::string& name) const;
  /// Sets a parameter for all phones of the model, whether the template has it or not.
  void set(const std::string& name, const std::string& value);

  const std::vector<Placeholder>& placeholders() const { return placeholders_; }
  /// The template for a phone, for ctemplate.
  std::string text() const;
  /// What stands before, between and after the lines with placeholders.
  std::vector<std::string> fixed_parts() const;
  const std::filesystem::path& file() const { return file_; }

  /// Checks every value that is no placeholder: `filled` is text() filled with nothing, as it
  /// was read. Throws Misconfigured with file and line.
  void check_values(const Parameters& filled, const ParameterTable& parameter_table) const;

 private:
  struct TemplateLine;
  struct Row {
    explicit Row(const TemplateLine& source);
    std::string text() const { return before + value + after + "\n"; }

    std::string before, value, after;  // "<X>", "1", "</X>"; what is no element, in `before`
    std::string element;               // "X"; empty when it is none
    bool has_placeholder = false;
    unsigned line = 0;  // of the template; 0 for what was set
  };

  std::vector<TemplateLine> unrolled(const std::string& text, const Model& model) const;
  std::vector<Row> elements(const TemplateLine& source, const Model& model,
                            const ParameterTable& parameter_table);
  void append(std::vector<Row> paragraph);
  [[noreturn]] void wrong(unsigned line, const std::string& what) const;

  std::filesystem::path file_;
  std::vector<Row> rows_;
  std::unordered_map<std::string, std::size_t> places_;  // of elements in rows_
  std::vector<Placeholder> placeholders_;
};

/// A value as it stands in XML.
std::string xml_escaped(std::string_view value);

}  // namespace spaconf
