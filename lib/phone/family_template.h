// Unrolls the template of the family of phones for one model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "phone/model.h"

namespace spaconf {

/// The first line of a template that ctemplate fills with values escaped for XML.
constexpr std::string_view template_pragma = "{{%AUTOESCAPE context=\"XML\"}}";

struct TemplateLine {
  std::string text;
  unsigned line;     ///< In the file, from 1
  int position = 0;  ///< Of the phone's line or line key, from 1; 0 outside them
};

/// Placeholders that have the same value for all phones, by name.
using TemplateConstants = std::vector<std::pair<std::string, std::string>>;

/// The lines of the template `family`, without pragma and comments and with the constants. Lines
/// between {{#LINE}} and {{/LINE}} are repeated for each line of the model, and those between
/// {{#KEY}} and {{/KEY}} for each line key. Throws Misconfigured with `file` and line.
std::vector<TemplateLine> unrolled(const std::filesystem::path& file, std::string_view family,
                                   const Model& model, const TemplateConstants& constants);

}  // namespace spaconf
