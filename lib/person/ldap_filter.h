// Builds LDAP search filters from texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// The text, escaped so that it matches only itself. Source: RFC 4515, section 3.
std::string ldap_escape(std::string_view text);

/// A word in braces, such as {login}, and its value.
struct FilterWord {
  std::string_view word;
  std::string value;
};
/// The filter with its words replaced by their values, escaped.
std::string filled_filter(std::string_view filter, const std::vector<FilterWord>& words);

/// The first {word} of the filter that is not one of `known`; empty when there is none.
std::string unknown_word(std::string_view filter, const std::vector<std::string_view>& known);

}  // namespace spaconf
