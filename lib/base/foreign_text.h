// Recognises files that are not text in UTF-8, by their first bytes and by their letters.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// What the file is instead of CSV, for a sentence: "an Excel workbook (.xlsx)", "in UTF-16". Looks
/// at the first bytes only. Empty when it may be CSV.
std::string foreign_format(std::string_view bytes);

/// What a text that is not UTF-8 is probably encoded in, for a sentence: "Windows-1250". Empty when
/// nothing speaks for one.
std::string probable_encoding(std::string_view bytes);

}  // namespace spaconf
