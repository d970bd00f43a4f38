// Tells XML from plain text, and finds the encoding.
#include "phone/foreign_profile.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "base/translation.h"
#include "phone/plain_text_profile.h"

namespace spaconf {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

/// Each byte of ISO-8859-1 is the code point of the same number.
std::string from_latin_1(std::string_view bytes) {
  std::string text;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (byte >> 6));
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return text;
}

void refuse_other_formats(std::string_view bytes) {
  if (trim(bytes).empty()) throw UnreadableProfile(0, _("it is empty"));
  if (bytes.size() > largest_foreign_profile) {
    throw UnreadableProfile(0, _(too_large_profile));
  }
  if (bytes.starts_with("\x1f\x8b")) {
    throw UnreadableProfile(0, _("it is compressed; unpack it with gunzip first"));
  }
  if (bytes.starts_with("Salted__")) {
    throw UnreadableProfile(0, _("it is encrypted; decrypt it with openssl first"));
  }
  if (!is_utf16(bytes) && bytes.find('\0') != bytes.npos) {
    throw UnreadableProfile(0,
                            _("it is binary, perhaps compiled: give the text that it was made of"));
  }
}

/// The name of the encoding in the XML declaration, in lower case; empty when it has none.
std::string declared_encoding(std::string_view xml) {
  const std::string_view declaration = xml.substr(0, xml.find("?>"));
  const auto at = declaration.starts_with("<?xml") ? declaration.find("encoding") : xml.npos;
  if (at == xml.npos) return "";
  const auto begin = declaration.find_first_of("\"'", at);
  if (begin == xml.npos) return "";
  const auto end = declaration.find_first_of("\"'", begin + 1);
  return lower(declaration.substr(begin + 1, end - begin - 1));
}

constexpr const char* read_as_latin_1 = N_("it is not UTF-8, and was read as ISO-8859-1");

std::vector<ForeignElement> xml_elements(std::string_view bytes, std::vector<Remark>& remarks) {
  const std::string declared = declared_encoding(bytes);
  const bool is_other =
      !is_utf16(bytes) && !is_utf8(bytes) && (declared.empty() || declared == "utf-8");
  if (is_other) remarks.push_back({0, _(read_as_latin_1)});
  return parse_foreign_profile(bytes, is_other ? "ISO-8859-1" : nullptr);
}

std::vector<ForeignElement> text_elements(std::string_view bytes, std::vector<Remark>& remarks) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (is_utf8(bytes)) return parse_plain_text_profile(bytes);
  remarks.push_back({0, _(read_as_latin_1)});
  return parse_plain_text_profile(from_latin_1(bytes));
}

}  // namespace

const ForeignElement* ForeignProfile::find(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &ForeignElement::name);
  return found == parameters.end() ? nullptr : &*found;
}

std::string ForeignProfile::value(std::string_view name) const {
  const ForeignElement* found = find(name);
  return found ? found->value : "";
}

ForeignProfile read_foreign_profile(std::string_view bytes) {
  refuse_other_formats(bytes);
  ForeignProfile profile;
  const bool is_xml = is_utf16(bytes) || trim(bytes.substr(0, bytes.find('>'))).starts_with('<');
  auto elements =
      is_xml ? xml_elements(bytes, profile.remarks) : text_elements(bytes, profile.remarks);
  std::unordered_map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].keeps) continue;
    const auto [place, is_first] = last.try_emplace(elements[i].name, i);
    if (is_first) continue;
    profile.remarks.push_back(
        {elements[i].line, sentence(_("{parameter} is set again; this value counts"),
                                    {{"parameter", without_controls(elements[i].name)}})});
    place->second = i;
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].keeps || last[elements[i].name] != i) continue;
    profile.parameters.push_back(std::move(elements[i]));
  }
  if (profile.parameters.empty()) throw UnreadableProfile(0, _("it sets no parameter"));
  return profile;
}

}  // namespace spaconf
