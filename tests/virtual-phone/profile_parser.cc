// A small reader of the XML that phones take; it knows no more of XML than they are said to.
#include "profile_parser.h"

#include <cctype>
#include <charconv>
#include <cstdint>

namespace virtual_phone {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.' ||
         c == ':';
}

/// A non-ASCII character counts once, at its first byte.
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string stripped(const std::string& text) {
  size_t from = 0, to = text.size();
  while (from < to && is_blank(text[from])) ++from;
  while (to > from && is_blank(text[to - 1])) --to;
  return text.substr(from, to - from);
}

/// Line ends inside of a value, of either kind, become one space each.
std::string on_one_line(const std::string& text) {
  std::string line;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    line += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
  }
  return line;
}

struct Tag {
  std::string_view name;
  bool closes = false;    // </X>
  bool is_empty = false;  // <X/>
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<Assignment> profile() {
    enter();
    std::vector<Assignment> found;
    while (true) {
      skip_text_and_comments();
      const Tag tag = this->tag();
      if (tag.closes) {
        if (tag.name != "flat-profile") fail("</" + std::string(tag.name) + "> closes nothing");
        return found;
      }
      found.push_back(parameter(tag));
    }
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    size_t line = 1;
    for (char c : text_.substr(0, at_)) line += c == '\n';
    throw Corrupt("line " + std::to_string(line) + ": " + why);
  }

  /// Up to the inside of <flat-profile>, which may stand inside of other elements.
  void enter() {
    while (true) {
      skip_text_and_comments();
      const Tag found = tag();
      if (found.name == "flat-profile" && !found.closes && !found.is_empty) return;
    }
  }

  Assignment parameter(const Tag& opened) {
    Assignment found{.name = std::string(opened.name), .value = {}};
    if (opened.is_empty) {
      found.keeps = true;
      return found;
    }
    std::string text;
    while (true) {
      if (at_ == text_.size()) fail("<" + found.name + "> is not closed");
      if (text_[at_] != '<')
        take(text, found.was_ascii);
      else if (!skip_comment())
        break;
    }
    const Tag closing = tag();
    if (!closing.closes || closing.name != found.name)
      fail("<" + std::string(closing.name) + "> inside of <" + found.name + ">");
    found.value = on_one_line(stripped(text));
    return found;
  }

  /// One character of a value, or one reference.
  void take(std::string& text, bool& was_ascii) {
    const char c = text_[at_];
    if (c == '&') return reference(text, was_ascii);
    ++at_;
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) fail("a zero byte");
    if (byte < 0x80) {
      text += c;
    } else {
      was_ascii = false;
      if (!continues_character(c)) text += '?';
    }
  }

  void reference(std::string& text, bool& was_ascii) {
    const size_t end = text_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > 12) fail("& begins no reference");
    std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    uint32_t code = 0;
    if (name == "amp")
      code = '&';
    else if (name == "lt")
      code = '<';
    else if (name == "gt")
      code = '>';
    else if (name == "quot")
      code = '"';
    else if (name == "apos")
      code = '\'';
    else if (name.starts_with("#"))
      code = number(name.substr(1));
    if (code == 0) fail("&" + std::string(name) + "; is not a reference that a phone knows");
    was_ascii = was_ascii && code < 0x80;
    text += code < 0x80 ? static_cast<char>(code) : '?';
    at_ = end + 1;
  }

  static uint32_t number(std::string_view digits) {
    const int base = digits.starts_with("x") ? 16 : 10;
    if (base == 16) digits.remove_prefix(1);
    uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), code, base);
    return error == std::errc() && end == digits.end() && code <= 0x10FFFF ? code : 0;
  }

  void skip_text_and_comments() {
    while (true) {
      while (at_ < text_.size() && text_[at_] != '<') ++at_;
      if (at_ == text_.size()) fail("it ends before </flat-profile>");
      if (!skip_comment()) return;
    }
  }

  /// A comment or a <? ?> header; both are skipped everywhere.
  bool skip_comment() {
    const bool comment = text_.substr(at_).starts_with("<!--");
    if (!comment && !text_.substr(at_).starts_with("<?")) return false;
    const size_t end = text_.find(comment ? "-->" : "?>", at_ + 2);
    if (end == std::string_view::npos) fail("a comment or header without an end");
    at_ = end + (comment ? 3 : 2);
    return true;
  }

  /// Reads <X ua="na">, </X> or <X/>; attributes of any name are skipped.
  Tag tag() {
    Tag found;
    ++at_;
    if (peek() == '!') fail("CDATA or a document type, of which no phone is known to read any");
    if ((found.closes = peek() == '/')) ++at_;
    const size_t from = at_;
    while (is_name(peek())) ++at_;
    found.name = text_.substr(from, at_ - from);
    if (found.name.empty()) fail("< begins no name; it must be written &lt;");
    while (peek() != '>') {
      if (peek() == '<') fail("<" + std::string(found.name) + " has no end");
      if (peek() == '"' || peek() == '\'') {
        const size_t end = text_.find(peek(), at_ + 1);
        if (end == std::string_view::npos) fail("an attribute without an end");
        at_ = end;
      }
      found.is_empty = peek() == '/';
      ++at_;
    }
    ++at_;
    return found;
  }

  char peek() const {
    if (at_ >= text_.size()) fail("it ends in the middle of a tag");
    return text_[at_];
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Assignment> parse_profile(std::string_view text) { return Reader(text).profile(); }

}  // namespace virtual_phone
