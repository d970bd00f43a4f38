// Checks a submitted form, carries it out, and shows it again after each kind of error.
#include "pages/sent_form.h"

#include "base/log.h"
#include "pages/form_guard.h"
#include "registration/account_conflicts.h"
#include "registration/change.h"
#include "registration/find_person.h"
#include "web/fields.h"

namespace spaconf {
namespace {

Fields accepted(const Site& site, const web::Request& request, const SentForm& form) {
  Fields sent = web::body_fields(request);
  verify_form_token(site, request, sent, form.purpose(sent));
  return sent;
}

void refuse(Draft& draft, int status, std::vector<Problem> problems) {
  draft.status = status;
  draft.problems = std::move(problems);
}

web::Response tried(SentForm& form, Draft& draft) {
  try {
    return form.carry_out(draft.typed);
  } catch (const UnknownPerson& unknown) {
    refuse(draft, 404, unknown.problems());
  } catch (const Rejected& rejected) {
    refuse(draft, 422, rejected.problems());
  } catch (const InProgress&) {
    throw;
  } catch (const Conflict& conflict) {
    refuse(draft, 409, {conflict.problem()});
    draft.existing_ref = conflict.ref();
    draft.is_foreign = dynamic_cast<const ForeignAccount*>(&conflict) != nullptr;
    draft.is_overtaken = dynamic_cast<const Overtaken*>(&conflict) != nullptr;
  }
  return form.show(draft);
}

}  // namespace

web::Response submitted(Site& site, const web::Request& request, web::Role least, SentForm& form) {
  Draft draft;
  bool is_ours = false;
  try {
    site.identity.require(request, least);
    draft.typed = accepted(site, request, form);
    is_ours = true;
    return tried(form, draft);
  } catch (const Unavailable& unavailable) {
    log(Priority::warning, "unavailable", {{"path", request.path}, {"why", unavailable.what()}});
    // Without a known role the user sees only what was typed.
    if (!is_ours) draft.typed = accepted(site, request, form);
    Draft alone{.typed = std::move(draft.typed), .is_alone = true};
    refuse(alone, 503, {{"", web::sentence_about(unavailable)}});
    alone.reference = request.id;
    return form.show(alone);
  }
}

}  // namespace spaconf
