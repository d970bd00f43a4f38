// Takes on_behalf_of out of a body.
#include "api/on_behalf_of.h"

#include "api/body.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

constexpr std::string_view member = "on_behalf_of";
/// With a client's name it must fit into the column for the actor.
constexpr std::size_t longest = 100;

}  // namespace

std::string SentForm::actor(const Call& call) const {
  return call.key_owner() + (on_behalf_of.empty() ? "" : " for " + on_behalf_of);
}

std::string SentForm::fingerprint() const {
  return sha256_hex(on_behalf_of + "\n" + spaconf::fingerprint(form));
}

SentForm sent_form(const Fields& fields) {
  SentForm sent;
  for (const auto& [name, value] : fields.all()) {
    if (name == member) sent.on_behalf_of = plain_blanks(value);
    if (name != member) sent.form.add(name, value);
  }
  if (has_controls(sent.on_behalf_of) || length(sent.on_behalf_of) > longest) {
    throw Rejected(std::vector<Problem>{
        {std::string(member), "A name has at most 100 characters and no control characters."}});
  }
  return sent;
}

SentForm sent_form(const web::Request& request) { return sent_form(sent_fields(request)); }

SentForm sent_form_if_any(const web::Request& request) {
  return request.body.empty() ? SentForm() : sent_form(request);
}

}  // namespace spaconf::api
