// Search terms, in which case, accents and separators do not count.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/registration.h"

namespace spaconf {

/// What a phone can be found by, each word once: its login, person, numbers, MAC, serial and
/// inventory number, hostname, room and model. "UI-305" is "ui305" and "305", "Řehoř" is
/// "rehor", and a MAC begins anew with each of its pairs. Shape of each: 1 to 64 letters a to z
/// and digits.
std::vector<std::string> index_terms(const Record& record);

/// The terms of a query, in the same spelling; each must begin a word of the phone.
/// "0E:08:11 Novák" is "0e0811" and "novak". Empty when the text holds no letter and no digit.
std::vector<std::string> query_terms(std::string_view text);

/// The words as one text with a blank around each.
std::string spaced(const std::vector<std::string>& words);

}  // namespace spaconf
