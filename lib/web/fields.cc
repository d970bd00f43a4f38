// Decodes form fields and files with cgicc and checks them.
// cgicc only decodes. It ignores the case of names, merges the query into a POST and
// accepts anything, so this file checks every element.
#include "web/fields.h"

#include <cgicc/CgiInput.h>
#include <cgicc/Cgicc.h>

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf::web {
namespace {

/// Shows cgicc a POST with this body and nothing else.
class BodyOnly : public cgicc::CgiInput {
 public:
  explicit BodyOnly(const std::string& body, std::string type = "application/x-www-form-urlencoded")
      : body_(body), type_(std::move(type)) {}

  std::size_t read(char* data, std::size_t length) override {
    std::size_t count = body_.copy(data, length, read_);
    read_ += count;
    return count;
  }

  std::string getenv(const char* name) override {
    std::string_view asked = name;
    if (asked == "REQUEST_METHOD") return "POST";
    if (asked == "CONTENT_TYPE") return type_;
    if (asked == "CONTENT_LENGTH") return std::to_string(body_.size());
    return "";
  }

 private:
  const std::string& body_;
  std::string type_;
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

/// The elements that cgicc found, each checked.
Fields checked(const std::vector<cgicc::FormEntry>& elements) {
  Fields fields;
  std::vector<std::string> seen;
  for (const auto& element : elements) {
    const std::string& name = element.getName();
    std::string value = element.getValue();
    if (!is_utf8(name) || !is_utf8(value)) {
      throw Refused(400, N_("The form is not UTF-8. Nothing was changed."));
    }
    // In a value it comes from a scanner or a paste; the form reports it beside the field.
    if (has_controls(name)) {
      throw Refused(400,
                    N_("The name of a field contains a line break or another control character."));
    }
    if (!is_repeatable(name)) {
      if (std::ranges::find(seen, name) != seen.end()) {
        throw Refused(400, N_("The field {field} was sent twice."), {{"field", name}});
      }
      seen.push_back(name);
    }
    fields.add(name, std::move(value));
  }
  return fields;
}

Fields decoded(const std::string& text, int status_if_too_large) {
  if (text.size() > largest_form) throw Refused(status_if_too_large, N_("The form is too large."));
  if (std::ranges::count(text, '&') >= std::ptrdiff_t(most_fields)) {
    throw Refused(status_if_too_large, N_("Too many fields."));
  }
  const std::string encoded = for_cgicc(text);
  BodyOnly input(encoded);
  return checked(cgicc::Cgicc(&input).getElements());
}

/// "multipart/form-data" of "Multipart/Form-Data; boundary=…".
std::string media_type(const Request& request) {
  return lower(trim(request.content_type.substr(0, request.content_type.find(';'))));
}

/// Some browsers send the file's whole path.
std::string file_name(const std::string& sent) {
  const std::string name = sent.substr(sent.find_last_of("/\\") + 1);
  if (!is_utf8(name) || has_controls(name)) {
    throw Refused(400, N_("The file's name is not readable. Rename the file and try again."));
  }
  return name;
}

}  // namespace

Fields body_fields(const Request& request) {
  if (media_type(request) != "application/x-www-form-urlencoded") {
    throw Refused(415, N_("A form must be sent as application/x-www-form-urlencoded."));
  }
  return decoded(request.body, 413);
}

Upload uploaded(const Request& request) try {
  // Without a boundary cgicc would take something else for it.
  if (media_type(request) != "multipart/form-data" ||
      request.content_type.find("boundary=") == request.content_type.npos) {
    throw Refused(415, N_("A form with a file must be sent as multipart/form-data."));
  }
  BodyOnly input(request.body, request.content_type);
  const cgicc::Cgicc cgi(&input);
  if (cgi.getElements().size() > most_fields) throw Refused(413, N_("Too many fields."));
  if (cgi.getFiles().size() > 1) throw Refused(400, N_("Only one file can be sent at a time."));
  Upload upload{.fields = checked(cgi.getElements()), .file_name = {}, .file = {}};
  for (const auto& file : cgi.getFiles()) {
    upload.file_name = file_name(file.getFilename());
    upload.file = file.getData();
  }
  return upload;
} catch (const Refused&) {
  throw;
} catch (const std::exception&) {
  throw Refused(400, N_("The form is incomplete. Nothing was changed."));
}

Fields query_fields(const Request& request) { return decoded(request.query, 400); }

}  // namespace spaconf::web
