// Leases jobs, checks the rights of their users, and does a piece of one.
// A piece is committed with what came of its rows, so after a crash another worker goes on with the
// next rows as soon as the lease has ended.
#include "bulk/job_tasks.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/csv.h"
#include "base/log.h"
#include "base/translation.h"
#include "bulk/bulk_job.h"
#include "bulk/import_job.h"
#include "bulk/start_job.h"
#include "registration/audit_events.h"
#include "registration/back_off.h"

namespace spaconf {
namespace {

using std::chrono::steady_clock;

/// How soon another worker goes on after one was killed, and how often a lease is renewed.
constexpr std::chrono::seconds lease_time{15}, between_renewals{3};
/// The worker's other steps may wait for a slow ticket system several times.
constexpr std::chrono::seconds lease_during_other_steps{180};
/// A piece of a job ends within about this time, so that the worker's other steps do not wait, and
/// a check, which compares all rows with one another, lets them run after it.
constexpr std::chrono::milliseconds piece_time{1000};
constexpr int first_piece = 10, largest_piece = 1000;
/// All phones that fetch their profiles at once would be too much for a TFTP server.
constexpr std::chrono::seconds between_resyncs{1};
/// A lease may be lost to another worker, so a few jobs are tried.
constexpr int most_tried = 10;
/// A job that ends the worker is not to keep it from everything else.
constexpr int most_tries = 5;

/// The job was cancelled, another worker has it, or this one is to end.
struct Interrupted {};

/// The size of the next piece, when this one took so long.
int next_piece(int piece, steady_clock::duration time) {
  const auto took = std::max<steady_clock::duration>(time, std::chrono::milliseconds(1));
  const auto right = piece * (std::chrono::duration<double>(piece_time) / took);
  return std::clamp(static_cast<int>(std::min(right, 2.0 * piece)), 1, largest_piece);
}

Phrase phrase(const char* message, std::string_view place = "", const std::string& value = "") {
  return [=] { return sentence(_(message), {{place, value}}); };
}

}  // namespace

JobTasks::JobTasks(Services& services, RightsOf rights_of, std::function<bool()> goes_on,
                   std::function<void()> other_steps)
    : services_(services),
      rights_of_(std::move(rights_of)),
      goes_on_(std::move(goes_on)),
      other_steps_(std::move(other_steps)),
      name_(random_key()),
      piece_(first_piece) {}

int JobTasks::carry_out() {
  for (const Job& job : services_.store.jobs.due(most_tried)) {
    if (!services_.store.jobs.lease(job, name_, lease_time)) continue;
    renewed_ = began_ = steady_clock::now();
    if (job.id != piece_of_) piece_ = first_piece;
    piece_of_ = job.id;
    const LogContext context("job", job.ref);
    work_on(job);
    return 1;
  }
  return 0;
}

void JobTasks::work_on(const Job& job) try {
  const LanguageInUse of_user(language_of(job));
  const JobRights rights = rights_of_(job.actor);
  if (job.tries >= most_tries) {
    end(job, JobState::stopped,
        phrase(N_("The worker has ended several times while it was at this job.")));
  } else if (!rights.may_register) {
    end(job, JobState::stopped,
        phrase(N_("{user} may not register phones any more."), "user", job.actor));
  } else if (job.kind != import_kind && !find_bulk_action(job.kind)) {
    end(job, JobState::stopped, phrase(N_("This version of spaconf has no jobs of this kind.")));
  } else if (job.state == JobState::checking) {
    check(job, rights);
  } else {
    run(job, rights);
  }
  const BulkAction* action = find_bulk_action(job.kind);
  const bool is_spread = action && action->effect == BulkEffect::resync;
  services_.store.jobs.give_back(job, name_, is_spread ? between_resyncs : std::chrono::seconds(0));
} catch (const Interrupted&) {
  services_.store.jobs.give_back(job, name_);
} catch (const Conflict& conflict) {
  end(job, JobState::stopped, phrase(conflict.what()));
} catch (const Unavailable& error) {
  put_off(job, [&] {
    return sentence(_("The {service} is not responding."), {{"service", _(error.service())}});
  });
  throw;
} catch (const std::exception& error) {
  // Another try would end in the same way.
  end(job, JobState::stopped, phrase(N_("Internal error. Details are in the server log.")));
  throw;
}

/// A database that is away keeps the lease, which ends by itself.
void JobTasks::put_off(const Job& job, const Phrase& reason) try {
  const LanguageInUse of_user(language_of(job));
  services_.store.jobs.give_back(job, name_, rest(), reason());
} catch (const Unavailable&) {
}

void JobTasks::let_others_run(const Job& job) {
  if (steady_clock::now() < began_ + piece_time) return;
  services_.store.jobs.renew(job, name_, lease_during_other_steps);
  renewed_ = {};
  const LogContext context("during_check_of", job.ref);
  const LanguageInUse of_worker(english);
  try {
    other_steps_();
  } catch (const std::exception&) {
    // The next sweep meets it, too, and the job has nothing to do with it.
  }
  began_ = steady_clock::now();
}

void JobTasks::keep(const Job& job) {
  if (job.state == JobState::checking) let_others_run(job);
  const auto now = steady_clock::now();
  if (now < renewed_ + between_renewals) return;
  renewed_ = now;
  const bool is_ours = services_.store.jobs.renew(job, name_, lease_time);
  // Rows that are being imported are to be reported; everything else can be interrupted.
  const bool is_import = job.kind == import_kind && job.state == JobState::running;
  if (!is_import && (!is_ours || !goes_on_())) throw Interrupted();
}

void JobTasks::check(const Job& job, const JobRights& rights) try {
  const std::function<void()> keep_alive = [&] { keep(job); };
  if (const BulkAction* action = find_bulk_action(job.kind)) {
    BulkJob(services_, job, *action, rights.may_set_provisioning, keep_alive).check();
  } else {
    ImportJob(services_, job, rights.may_set_provisioning, keep_alive).check();
  }
  const JobCounts counts = services_.store.job_rows.counts(job.id);
  if (job.mode == JobMode::all && counts.bad() > 0) {
    end(job, JobState::stopped, [bad = counts.bad()] {
      return counted("{count} row has become bad since the first check.",
                     "{count} rows have become bad since the first check.", bad);
    });
  } else if (counts.to_do() == 0) {
    end(job, JobState::done,
        phrase(job.kind == import_kind ? N_("No row registers or changes a phone.")
                                       : N_("There is nothing to do for any of these phones.")));
  } else {
    const bool is_confirmed = job.mode != JobMode::undecided && counts.to_do() <= job.planned;
    services_.store.jobs.go_on(job, name_, is_confirmed ? JobState::running : JobState::checked);
  }
} catch (const csv::Malformed& error) {
  services_.store.job_rows.remove_all(job.id);
  // What is wrong with it is said in the job's language.
  end(job, JobState::stopped,
      phrase(N_("The table cannot be read: {reason}."), "reason", error.what()),
      phrase("the table cannot be read"));
}

void JobTasks::run(const Job& job, const JobRights& rights) {
  const std::function<void()> keep_alive = [&] { keep(job); };
  const auto start = steady_clock::now();
  const BulkAction* action = find_bulk_action(job.kind);
  const bool is_good =
      action
          ? run_bulk(job, *action, rights, keep_alive)
          : ImportJob(services_, job, rights.may_set_provisioning, keep_alive).import_some(piece_);
  // A resync does one phone at a time, whatever the piece.
  const bool is_spread = action && action->effect == BulkEffect::resync;
  if (!is_spread) piece_ = next_piece(piece_, steady_clock::now() - start);
  if (!is_good && job.mode == JobMode::all) {
    end(job, JobState::stopped,
        phrase(N_("A row became bad while the job was running, so it stopped there.")));
  } else if (services_.store.job_rows.to_do(job.id, 1).empty()) {
    end(job, JobState::done, phrase(""));
  }
}

bool JobTasks::run_bulk(const Job& job, const BulkAction& action, const JobRights& rights,
                        const std::function<void()>& keep_alive) {
  const int count = action.effect == BulkEffect::resync ? 1 : piece_;
  return BulkJob(services_, job, action, rights.may_set_provisioning, keep_alive)
      .carry_out_some(count);
}

/// Nothing if another worker has the job by now or it was cancelled. The user reads the reason in
/// the job's language; audit and log are in English.
void JobTasks::end(const Job& job, JobState state, const Phrase& why, const Phrase& for_log) {
  {
    const LanguageInUse of_user(language_of(job));
    if (!services_.store.jobs.go_on(job, name_, state, why())) return;
  }
  const LanguageInUse of_log(english);
  const bool is_english = &language_of(job) == &english;
  const std::string reason = for_log && !is_english ? for_log() : why();
  services_.store.job_rows.forget_texts(job.id);
  if (state == JobState::stopped) {
    services_.store.audit_trail.add("worker", name(AuditEvent::job_stopped), "",
                                    job.kind + " " + job.ref + " of " + job.actor + ": " + reason);
  }
  log("job ended", {{"state", name(state)}, {"by", job.actor}, {"why", reason}});
}

}  // namespace spaconf
