// Reads the codes on a phone's carton as bar-code scanners type them.
#pragma once

#include <string>
#include <string_view>

#include "base/translation.h"

namespace spaconf {

/// A code without what the scanner, its label or another keyboard layout has added.
struct ScannedCode {
  std::string text;
  /// The scanner typed on a Czech or German keyboard layout, some of which swap Y and Z.
  bool has_swapped_letters = false;
};

/// Reads "MAC: 000E08112233", "S/N 88019FA42805", "(S)CCQ162306EA", "23S000E08112233",
/// "*000E08112233*", "~000E08112233" and codes with control characters around them, also from a
/// scanner on a Czech or German keyboard layout: "éééEéá++ěěšš". What can be neither a MAC address
/// nor a serial number is only trimmed.
/// Source of S and 23S: ANSI MH10.8.2, data identifiers.
ScannedCode read_scanned_code(std::string_view typed);

/// The sentence about a code with swapped letters.
std::string about_swapped_letters(const std::string& code);

/// The sentence about a code of another layout that cannot be read, to be translated.
constexpr const char* about_other_layout =
    N_("The scanner types on another keyboard layout than this computer's. Set both to the same "
       "layout, or type the code.");

/// True for a text that only a scanner on another keyboard layout types.
bool is_of_other_layout(std::string_view typed);

}  // namespace spaconf
