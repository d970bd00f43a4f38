// Decodes form fields with cgicc and checks them.
// cgicc only decodes. It ignores the case of names, merges the query into a POST and
// accepts anything, so this file checks every element.
#include "web/fields.h"

#include <cgicc/CgiInput.h>
#include <cgicc/Cgicc.h>

#include <algorithm>

#include "base/text.h"

namespace spaconf::web {
namespace {

/// Shows cgicc a POST with this body and nothing else.
class BodyOnly : public cgicc::CgiInput {
 public:
  explicit BodyOnly(const std::string& body) : body_(body) {}

  std::size_t read(char* data, std::size_t length) override {
    std::size_t count = body_.copy(data, length, read_);
    read_ += count;
    return count;
  }

  std::string getenv(const char* name) override {
    std::string_view asked = name;
    if (asked == "REQUEST_METHOD") return "POST";
    if (asked == "CONTENT_TYPE") return "application/x-www-form-urlencoded";
    if (asked == "CONTENT_LENGTH") return std::to_string(body_.size());
    return "";
  }

 private:
  const std::string& body_;
  std::size_t read_ = 0;
};

/// The same fields as cgicc reads them: it ends a value also at a semicolon, and drops the last
/// name if no equals sign follows, which is a field without a value.
std::string for_cgicc(const std::string& text) {
  std::string encoded;
  for (const std::string& part : split(replaced(text, ";", "%3B"), '&')) {
    if (!encoded.empty()) encoded += '&';
    encoded += part;
    if (!part.empty() && part.find('=') == part.npos) encoded += '=';
  }
  return encoded;
}

Fields decoded(const std::string& text, int status_if_too_large) {
  if (text.size() > largest_form) throw Refused(status_if_too_large, "The form is too large.");
  if (std::ranges::count(text, '&') >= std::ptrdiff_t(most_fields)) {
    throw Refused(status_if_too_large, "Too many fields.");
  }
  const std::string encoded = for_cgicc(text);
  BodyOnly input(encoded);
  cgicc::Cgicc cgi(&input);
  Fields fields;
  std::vector<std::string> seen;
  for (const auto& element : cgi.getElements()) {
    const std::string& name = element.getName();
    std::string value = element.getValue();
    if (!is_utf8(name) || !is_utf8(value)) {
      throw Refused(400, "The form is not UTF-8. Nothing was changed.");
    }
    // In a value it comes from a scanner or a paste; the form reports it beside the field.
    if (has_controls(name)) {
      throw Refused(400, "The name of a field contains a line break or another control character.");
    }
    if (!is_repeatable(name)) {
      if (std::ranges::find(seen, name) != seen.end()) {
        throw Refused(400, "The field " + name + " was sent twice.");
      }
      seen.push_back(name);
    }
    fields.add(name, std::move(value));
  }
  return fields;
}

}  // namespace

Fields body_fields(const Request& request) {
  std::string type = lower(trim(request.content_type.substr(0, request.content_type.find(';'))));
  if (type != "application/x-www-form-urlencoded") {
    throw Refused(415, "A form must be sent as application/x-www-form-urlencoded.");
  }
  return decoded(request.body, 413);
}

Fields query_fields(const Request& request) { return decoded(request.query, 400); }

}  // namespace spaconf::web
