// What a text is made of: valid, printable, readable on a small display.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// Without blanks, tabs, line ends and invisible characters around it, of any script, as a scanner
/// or a paste adds them: also U+00A0, U+200B and U+FEFF.
std::string_view trim(std::string_view text);
/// Without control characters either, as a scanner puts them around a bar code.
std::string_view trim_controls(std::string_view text);
/// Trimmed, with a plain blank for each other one and without invisible characters inside. Control
/// characters inside stay.
std::string plain_blanks(std::string_view text);
std::string lower(std::string_view text);
std::string upper(std::string_view text);
/// For comparing without regard to case, width and composition. Source: Unicode, NFKC_Casefold,
/// which also leaves out invisible characters. What is not UTF-8 is left as it is.
std::string case_folded(std::string_view text);
/// The parts between the separators; one empty part for an empty text.
std::vector<std::string> split(std::string_view text, char separator);
/// `text` with every `from` replaced.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// Adds a byte as two lower-case hex digits.
void append_hex(std::string& text, char byte);

bool is_ascii(std::string_view text);
bool is_utf8(std::string_view text);
/// Does it hold a control character (C0, DEL, C1) or a Unicode line separator?
bool has_controls(std::string_view text);
/// The text with a blank in the place of each such character.
std::string without_controls(std::string_view text);
/// How many code points; the text is UTF-8.
std::size_t length(std::string_view text);
/// The first `count` code points of UTF-8 text.
std::string_view beginning(std::string_view text, std::size_t count);

/// Readable ASCII for displays that know nothing else: "Řehoř" is "Rehor",
/// "Жанна" is "Zanna". What has no likeness is left out, blanks are single.
std::string ascii(std::string_view text);

}  // namespace spaconf
