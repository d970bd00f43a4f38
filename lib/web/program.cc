// Turns every exception into a response.
#include "web/program.h"

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"

namespace spaconf::web {
namespace {

/// The names that Unavailable may have.
[[maybe_unused]] constexpr const char* service_names[] = {
    N_("database"),    N_("directory"),     N_("exchange"),   N_("mail server"),
    N_("TFTP folder"), N_("ticket system"), N_("web server"), N_("TFTP server")};

}  // namespace

Response respond(Program& program, Request& request,
                 const std::function<std::string()>& read_body) {
  try {
    if (auto refused = program.refuse(request)) return *std::move(refused);
    request.body = read_body();
    return program.answer(request);
  } catch (const Refused& refused) {
    log("refused", {{"user", request.user}, {"path", request.path}, {"why", refused.what()}});
    Response response = program.problem(request.id, refused.status(), refused.sentence());
    if (!refused.allowed().empty()) response.headers.emplace_back("Allow", refused.allowed());
    return response;
  } catch (const Rejected& rejected) {
    return program.problem(request.id, 422, rejected.problems().front().sentence);
  } catch (const InProgress& conflict) {
    Response response = program.problem(request.id, 409, conflict.problem().sentence);
    response.headers.emplace_back("Retry-After", "3");
    return response;
  } catch (const Conflict& conflict) {
    return program.problem(request.id, 409, conflict.problem().sentence);
  } catch (const Unavailable& unavailable) {
    log(Priority::warning, "unavailable", {{"path", request.path}, {"why", unavailable.what()}});
    Response response = program.problem(request.id, 503, sentence_about(unavailable));
    response.headers.emplace_back("Retry-After", "10");
    return response;
  } catch (const Misconfigured& error) {
    log(Priority::error, "misconfigured", {{"path", request.path}, {"why", error.what()}});
    return program.problem(request.id, 503,
                           _("spaconf is out of service: its programs do not fit its database. "
                             "Details are in the server log."));
  } catch (const std::exception& error) {
    log(Priority::error, "failed", {{"path", request.path}, {"why", error.what()}});
    return program.problem(request.id, 500, _("Internal error. Details are in the server log."));
  }
}

std::string sentence_about(const Unavailable& unavailable) {
  return sentence(_("The {service} is not responding. Nothing was lost; please try again."),
                  {{"service", _(unavailable.service())}});
}

}  // namespace spaconf::web
