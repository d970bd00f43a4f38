// Reads Accept-Language, the list of languages that browsers send and that directories have, too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// Stands for every language that the list does not name.
constexpr std::string_view any_language = "*";

/// The languages of a list such as "cs-CZ, en;q=0.5", the one with the highest quality first, of
/// equal ones the first: lower-case letters without the region, or any_language. One with quality 0
/// and what is not written correctly are left out.
/// Sources: RFC 9110, section 12.5.4; for directories RFC 2798, section 2.7.
std::vector<std::string> accepted_languages(std::string_view list);

}  // namespace spaconf
