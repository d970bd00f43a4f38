// Changes single values in the text of a configuration file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// A text and a list of texts as TOML writes them.
std::string toml_string(std::string_view text);
std::string toml_list(const std::vector<std::string>& texts);

/// The configuration `text` with another value for `key`, such as "web.roles.reader": `value` is
/// TOML. All other bytes remain, also comments. A key that is missing is added at the beginning of
/// its section, a section that is missing at the end. Throws runtime_error for a value of several
/// lines, which is not changed.
std::string with_value(const std::string& text, const std::string& key, const std::string& value);

}  // namespace spaconf
