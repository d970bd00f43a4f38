// Parses a profile with expat.
// expat rejects everything that a phone could not read; this is the last check before a
// profile is published.
#include "phone/flat_profile.h"

#include <expat.h>

#include <memory>
#include <set>
#include <stdexcept>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

struct Free {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free>;

struct Reading {
  XML_Parser parser;
  Parameters parameters;
  std::set<std::string> seen;
  std::string wrong;  // the first thing that is
  int depth = 0;

  void stop(const std::string& why) {
    if (!wrong.empty()) return;
    wrong = "line " + std::to_string(XML_GetCurrentLineNumber(parser)) + ": " + why;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* to, const char* name, const char**) {
  auto& reading = *static_cast<Reading*>(to);
  int depth = reading.depth++;
  if (depth == 0 && std::string_view(name) != "flat-profile")
    reading.stop("the root is not flat-profile");
  if (depth == 1) {
    if (!reading.seen.insert(name).second) reading.stop(std::string(name) + " is set twice");
    reading.parameters.emplace_back(name, "");
  }
  if (depth > 1) reading.stop(std::string(name) + " is inside another element");
}

void on_end(void* to, const char*) {
  auto& reading = *static_cast<Reading*>(to);
  if (--reading.depth != 1) return;
  std::string& value = reading.parameters.back().second;
  value = replaced(trim(value), "\n", " ");
  // Only the end event of <X/> has no bytes.
  if (XML_GetCurrentByteCount(reading.parser) == 0) {
    reading.stop(reading.parameters.back().first + " is an empty tag, which keeps the old value");
  }
}

void on_text(void* to, const char* text, int length) {
  auto& reading = *static_cast<Reading*>(to);
  std::string_view piece(text, std::size_t(length));
  for (char c : piece) {
    if (static_cast<unsigned char>(c) >= 0x80) return reading.stop("not ASCII");
  }
  if (reading.depth == 2) {
    reading.parameters.back().second += piece;
  } else if (!trim(piece).empty()) {
    reading.stop("text outside of an element");
  }
}

/// A profile of others, as far as it was read.
struct ForeignReading {
  XML_Parser parser;
  std::vector<ForeignElement> elements;
  unsigned wrong_line = 0;
  std::string wrong;        // the first thing that is
  int depth = 0, root = 0;  // root: the depth of flat-profile's elements; 0 outside of it
  bool was_found = false;

  unsigned line() const { return static_cast<unsigned>(XML_GetCurrentLineNumber(parser)); }
  void stop(const std::string& why) {
    if (!wrong.empty()) return;
    wrong_line = line();
    wrong = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_foreign_start(void* to, const char* name, const char**) {
  auto& reading = *static_cast<ForeignReading*>(to);
  const int depth = ++reading.depth;
  if (!reading.root) {
    if (std::string_view(name) != "flat-profile") return;
    reading.root = depth + 1;
    reading.was_found = true;
  } else if (depth == reading.root) {
    reading.elements.push_back({.name = name, .value = {}, .line = reading.line()});
  } else {
    reading.stop(_("an element of the profile is inside another one"));
  }
}

void on_foreign_end(void* to, const char*) {
  auto& reading = *static_cast<ForeignReading*>(to);
  const int depth = reading.depth--;
  if (depth == reading.root) {
    ForeignElement& element = reading.elements.back();
    element.value = plain_blanks(without_controls(element.value));
    element.keeps = XML_GetCurrentByteCount(reading.parser) == 0;
  } else if (depth + 1 == reading.root) {
    reading.root = 0;
  }
}

void on_foreign_text(void* to, const char* text, int length) {
  auto& reading = *static_cast<ForeignReading*>(to);
  if (reading.root && reading.depth == reading.root) {
    reading.elements.back().value.append(text, std::size_t(length));
  }
}

void on_doctype(void* to, const char*, const char*, const char*, int) {
  static_cast<ForeignReading*>(to)->stop(_("it has a DOCTYPE, which phones do not read"));
}

}  // namespace

std::vector<ForeignElement> parse_foreign_profile(std::string_view xml, const char* encoding) {
  Parser parser(XML_ParserCreate(encoding));
  ForeignReading reading{.parser = parser.get(), .elements = {}, .wrong = {}};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_foreign_start, on_foreign_end);
  XML_SetCharacterDataHandler(parser.get(), on_foreign_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  if (XML_Parse(parser.get(), xml.data(), int(xml.size()), XML_TRUE) != XML_STATUS_OK) {
    reading.stop(sentence(_("it is not well-formed XML: {reason}"),
                          {{"reason", XML_ErrorString(XML_GetErrorCode(parser.get()))}}));
  }
  if (!reading.wrong.empty()) throw UnreadableProfile(reading.wrong_line, reading.wrong);
  if (!reading.was_found) throw UnreadableProfile(0, _("it has no flat-profile"));
  return std::move(reading.elements);
}

Parameters parse_flat_profile(std::string_view xml) {
  Parser parser(XML_ParserCreate("UTF-8"));
  Reading reading{.parser = parser.get(), .parameters = {}, .seen = {}, .wrong = {}};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  if (XML_Parse(parser.get(), xml.data(), int(xml.size()), XML_TRUE) != XML_STATUS_OK) {
    reading.stop(XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  if (!reading.wrong.empty()) throw std::runtime_error("profile: " + reading.wrong);
  return std::move(reading.parameters);
}

std::string xml_escaped(std::string_view value) {
  std::string escaped;
  for (char c : value) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

}  // namespace spaconf
