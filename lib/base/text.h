// Trims, compares and converts texts, checks that they are valid and printable, and writes numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// Without blanks, tabs, line ends and invisible characters of any script around it, which scanners
/// and pastes add: also U+00A0, U+200B and U+FEFF.
std::string_view trim(std::string_view text);
/// Also without control characters, which a scanner adds around a bar code.
std::string_view trim_controls(std::string_view text);
/// Trimmed, with plain blanks instead of others, and without invisible characters inside. Control
/// characters inside remain.
std::string plain_blanks(std::string_view text);
std::string lower(std::string_view text);
std::string upper(std::string_view text);
/// For comparisons that ignore case, width and composition. Source: Unicode, NFKC_Casefold,
/// which also drops invisible characters. Invalid UTF-8 is not changed.
std::string case_folded(std::string_view text);
/// The parts between the separators; one empty part for an empty text.
std::vector<std::string> split(std::string_view text, char separator);
/// The texts with the separator between them.
std::string joined(const std::vector<std::string>& texts, std::string_view separator);
/// `text` with every `from` replaced.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// Adds a byte as two lower-case hex digits.
void append_hex(std::string& text, char byte);

bool is_ascii(std::string_view text);
bool is_utf8(std::string_view text);
/// The text with U+FFFD instead of what is not UTF-8.
std::string only_utf8(std::string_view text);
/// Does it contain a control character (C0, DEL, C1) or a Unicode line separator?
bool has_controls(std::string_view text);
/// The text with a blank instead of each such character.
std::string without_controls(std::string_view text);
/// Does it contain a character that shows nothing or changes the direction of the others?
bool has_invisible(std::string_view text);
/// How many code points; the text is UTF-8.
std::size_t length(std::string_view text);
/// The first `count` code points of UTF-8 text.
std::string_view beginning(std::string_view text, std::size_t count);

/// Readable ASCII for displays that show nothing else: "Řehoř" is "Rehor",
/// "Жанна" is "Zanna". Characters without an equivalent are dropped, blanks are single.
std::string ascii(std::string_view text);

/// A number with its thousands apart, as in the language (Language::code): "9,999" in English, "9
/// 999" in Czech, with a no-break space.
std::string grouped(std::int64_t number, std::string_view language);

}  // namespace spaconf
