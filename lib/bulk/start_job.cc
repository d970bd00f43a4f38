// Stores a job. The unique key of its request decides whether it is there already.
#include "bulk/start_job.h"

#include "base/translation.h"
#include "registration/audit_events.h"

namespace spaconf {
namespace {

/// The option that has the language of the user who started a job: "cs".
constexpr std::string_view language_option = "language";

}  // namespace

std::string start_job(Store& store, const Job& job, const std::string& request_key,
                      const std::function<void(std::int64_t job)>& add_rows) {
  std::string ref = job.ref;
  Job of_reader = job;
  of_reader.options.add(std::string(language_option), std::string(language().code));
  try {
    store.transact([&] {
      add_rows(store.jobs.add(of_reader, request_key));
      store.audit_trail.add(job.actor, name(AuditEvent::job_started), "",
                            job.kind + " " + job.ref + ": " + job.title);
    });
  } catch (const sql::Duplicate& duplicate) {
    if (duplicate.key() != "job_request") throw;
    ref = store.jobs.ref_of(job.actor, request_key);
  } catch (const sql::UnknownOutcome&) {
    ref = store.jobs.ref_of(job.actor, request_key);
    if (ref.empty()) throw;
  }
  return ref;
}

const Language& language_of(const Job& job) {
  const Language* const found = find_language(job.options.text(language_option));
  return found ? *found : english;
}

}  // namespace spaconf
