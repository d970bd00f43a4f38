// Fuzzes the bodies of forms: the type, a line end, the body. What decodes is checked as a
// registration.
#include "base/error.h"
#include "base/text.h"
#include "property.h"
#include "registration/form.h"
#include "registration/phone_form.h"
#include "web/fields.h"

using namespace spaconf;

namespace {

std::string url_encoded(const Fields& fields) {
  std::string body;
  for (const auto& [name, value] : fields.all()) {
    if (!body.empty()) body += '&';
    for (const std::string* text : {&name, &value}) {
      for (char c : *text) {
        body += '%';
        append_hex(body, c);
      }
      if (text == &name) body += '=';
    }
  }
  return body;
}

Fields decoded(std::string body) {
  web::Request request;
  request.content_type = "application/x-www-form-urlencoded";
  request.body = std::move(body);
  return web::body_fields(request);
}

FormRules rules() {
  return {.permissions = {"local", "int"},
          .has_known_oui = [](const Mac& mac) { return mac.oui() == "000e08"; },
          .setting_error =
              [](const Setting& setting) {
                return std::string(setting.name == "Bad" ? "Bad is not a parameter" : "");
              },
          .domain = "sip.example.org"};
}

/// What the form makes, and then the phone's own form makes, is the same.
void check(const Fields& fields) try {
  const Fields there = fields_of(read_form(fields, rules()));
  const Fields again = fields_of(read_form(there, rules()));
  fuzz::require(there.all() == again.all(), "a registration is its form");
  for (const auto& [name, value] : there.all()) {
    fuzz::require(!has_controls(value) || name == "setting", "no value has a control character");
  }
} catch (const Rejected& rejected) {
  fuzz::require(!rejected.problems().empty(), "a rejected form has a problem");
  for (const Problem& problem : rejected.problems()) {
    fuzz::require(!problem.sentence.empty() && is_utf8(problem.sentence),
                  "a problem has a sentence");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  web::Request request;
  request.content_type = text.substr(0, end);
  request.body = text.substr(std::min(end + 1, text.size()));
  try {
    const Fields fields = web::body_fields(request);
    fuzz::require(
        lower(trim(request.content_type)).starts_with("application/x-www-form-urlencoded"),
        "a form is not multipart");
    fuzz::require(web::body_fields(request).all() == fields.all(), "a form has one meaning");
    fuzz::require(decoded(url_encoded(fields)).all() == fields.all(),
                  "fields are read as they were written");
    fingerprint(fields);
    check(fields);
  } catch (const web::Refused& refused) {
    const int status = refused.status();
    fuzz::require(status == 400 || status == 413 || status == 415,
                  "a form is refused by its status");
  }
  return 0;
}
