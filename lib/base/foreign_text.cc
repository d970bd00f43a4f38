// Looks for marks of file formats, and for bytes that are letters in other encodings.
#include "base/foreign_text.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

using std::string_view_literals::operator""sv;

constexpr struct {
  std::string_view beginning;
  const char* is;
} formats[] = {
    {"\xff\xfe"sv, N_("in UTF-16")},
    {"\xfe\xff"sv, N_("in UTF-16")},
    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, N_("an Excel workbook (.xls)")},
    {"%PDF-"sv, N_("a PDF document")},
    {"\x1f\x8b"sv, N_("a compressed file (gzip)")},
    {"{\\rtf"sv, N_("a text document (.rtf)")},
    {"<?xml"sv, N_("an XML document")},
    {"<!doctype html"sv, N_("a web page (HTML)")},
    {"<html"sv, N_("a web page (HTML)")},
    {"<table"sv, N_("a web page (HTML)")},
};

/// A ZIP archive, which modern spreadsheets are. Source: APPNOTE.TXT, section 4.3.7, and for .ods
/// OpenDocument 1.2, part 3, section 3.3: the first entry is "mimetype".
std::string archive(std::string_view bytes) {
  constexpr std::size_t looked_at = 4096;
  const std::string_view begin = bytes.substr(0, looked_at);
  if (begin.find("opendocument.spreadsheet") != begin.npos)
    return _("an OpenDocument table (.ods)");
  if (begin.find("[Content_Types].xml") != begin.npos || begin.find("xl/") != begin.npos) {
    return _("an Excel workbook (.xlsx)");
  }
  return _("a ZIP archive");
}

/// The first characters of an ASCII text, without a mark at its beginning.
bool is_utf16_without_mark(std::string_view bytes) {
  if (bytes.size() < 4) return false;
  const auto is_at = [&](std::size_t first) {
    return bytes[first] == 0 && bytes[first + 2] == 0 && bytes[1 - first] != 0;
  };
  return is_at(0) || is_at(1);
}

}  // namespace

std::string foreign_format(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) return archive(bytes);
  const std::string begin = lower(bytes.substr(0, 16));
  for (const auto& format : formats) {
    if (begin.starts_with(lower(format.beginning))) return _(format.is);
  }
  return is_utf16_without_mark(bytes) ? _("in UTF-16") : "";
}

std::string probable_encoding(std::string_view bytes) {
  // The letters of Czech, Slovak, Polish, Hungarian and German in Windows-1250 that ISO 8859-2 has
  // at other places, and those that both have.
  constexpr std::string_view only_windows =
      "\x8a\x8c\x8d\x8e\x8f\x9a\x9c\x9d\x9e\x9f\xa5\xb9\xbc\xbe";
  constexpr std::string_view both =
      "\xa3\xaa\xaf\xb3\xba\xbf\xc1\xc2\xc4\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xcf\xd1\xd2\xd3\xd4\xd5"
      "\xd6\xd8\xd9\xda\xdb\xdc\xdd\xdf\xe1\xe2\xe4\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xef\xf1\xf2\xf3"
      "\xf4\xf5\xf6\xf8\xf9\xfa\xfb\xfc\xfd\xa0\x84\x93\x94\x96\x97";
  bool has_windows = false, has_any = false;
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x80) continue;
    has_any = true;
    if (only_windows.find(c) != only_windows.npos) {
      has_windows = true;
    } else if (both.find(c) == both.npos) {
      return "";
    }
  }
  if (!has_any) return "";
  return has_windows ? "Windows-1250" : _("Windows-1250 or ISO 8859-2");
}

}  // namespace spaconf
