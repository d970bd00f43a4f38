// Previews and carries out an action on the phones of a job, each in a transaction of its own.
// The request key of each change is made from the job and the row, so a change that a killed worker
// has committed is not repeated.
#include "bulk/bulk_job.h"

#include <chrono>

#include "base/error.h"
#include "base/translation.h"
#include "bulk/row_work.h"
#include "registration/audit_events.h"
#include "registration/provisioning_warnings.h"
#include "status/resync.h"
#include "store/batches.h"

namespace spaconf {
namespace {

void refuse(JobRow& row, std::vector<std::string> sentences) {
  row.verdict = RowVerdict::refused;
  row.sentences.insert(row.sentences.end(), sentences.begin(), sentences.end());
}

}  // namespace

void BulkJob::check() {
  std::vector<JobRow> rows, results;
  services_.store.job_rows.for_each(job_.id, false,
                                    [&](const JobRow& row) { rows.push_back(row); });
  for (const JobRow& row : rows) {
    results.push_back(outcome(row, true));
    if (results.size() == batch_size || &row == &rows.back()) {
      services_.store.job_rows.set(job_.id, results);
      results.clear();
    }
    keep_alive_();
  }
}

bool BulkJob::carry_out_some(int count) {
  bool is_good = true;
  own_versions_.clear();
  // A phone may take long, so what came of it is stored at once.
  for (const JobRow& row : services_.store.job_rows.to_do(job_.id, count)) {
    JobRow result = outcome(row, false);
    result.is_done = true;
    is_good = is_good && !is_bad(result.verdict);
    services_.store.job_rows.set(job_.id, {result});
    if (!is_good && job_.mode == JobMode::all) break;
    keep_alive_();
  }
  return is_good;
}

JobRow BulkJob::outcome(const JobRow& row, bool dry_run) {
  JobRow result{
      .line = row.line, .ref = row.ref, .version = row.version, .verdict = RowVerdict::changes};
  try {
    const auto record = services_.store.registrations.find(row.ref);
    if (!record) throw Conflict({"", _("There is no such registration.")});
    result.sentences.push_back(record->person.name + ", " + _(record->wanted.model->label));
    // A worker that was killed had done it.
    if (!dry_run && services_.store.request_keys.answer(job_.actor, key_of(row))) {
      result.sentences = row.sentences;
      return result;
    }
    if (!record->is_live()) throw Conflict({"", _(is_retired)});
    if (record->version != row.version + own_versions_[row.ref]) throw Overtaken();
    act_on(*record, result, dry_run);
  } catch (const Overtaken&) {
    result.verdict = RowVerdict::overtaken;
    result.sentences.emplace_back(_("The phone was changed after this job was made."));
  } catch (const Rejected& rejected) {
    for (const Problem& each : rejected.problems()) refuse(result, {sentence_of(each)});
  } catch (const Conflict& conflict) {
    refuse(result, {sentence_of(conflict.problem())});
  } catch (const UnreadableRecord& error) {
    refuse(result, {error.what()});
  }
  return result;
}

void BulkJob::act_on(const SealedRecord& record, JobRow& row, bool dry_run) {
  switch (action_.effect) {
    case BulkEffect::change: return change(record, row, dry_run);
    case BulkEffect::resync: return resync_phone(record, row, dry_run);
    case BulkEffect::regenerate: return regenerate_profile(record, row, dry_run);
  }
}

void BulkJob::change(const SealedRecord& record, JobRow& row, bool dry_run) {
  auto change = action_.change(services_, record, job_.options.text(action_.field));
  const bool may_change_settings = change && change->wanted && !may_set_provisioning_;
  if (may_change_settings) {
    refuse_provisioning_settings(services_.profiles, &record.wanted, *change->wanted);
  }
  std::vector<std::string> effects;
  if (change) {
    change->actor = change->key_owner = job_.actor;
    change->key = key_of(row);
    change->of_batch = true;
    effects = services_.phone_changer.effects_of(*change).rows;
  }
  if (effects.empty()) {
    row.verdict = RowVerdict::unchanged;
    return;
  }
  if (!dry_run) carry_out(*change);
  row.sentences.insert(row.sentences.end(), effects.begin(), effects.end());
}

/// Phones that share an account may get a new version, which no other user has caused.
void BulkJob::carry_out(const Change& change) {
  const auto others = services_.phone_changer.carry_out(change);
  services_.store.job_rows.count_own_versions(job_.id, others);
  for (const std::string& ref : others) ++own_versions_[ref];
}

void BulkJob::resync_phone(const Record& record, JobRow& row, bool dry_run) {
  if (!can_be_resynced(services_.exchange, record)) {
    row.verdict = RowVerdict::unchanged;
    row.sentences.emplace_back(_("It fetches no profile from spaconf."));
  } else if (!dry_run) {
    row.sentences.push_back(
        resync(services_.store, services_.exchange, services_.deadline, record.ref, job_.actor)
            .sentence);
  }
}

void BulkJob::regenerate_profile(const Record& record, JobRow& row, bool dry_run) {
  if (record.profile == ProfileState::none) {
    row.verdict = RowVerdict::unchanged;
    row.sentences.emplace_back(_("It has no profile."));
    return;
  }
  if (record.profile == ProfileState::adopted) {
    row.verdict = RowVerdict::unchanged;
    row.sentences.emplace_back(
        _("Its profile is from before spaconf and stays as it is until the phone is changed."));
    return;
  }
  if (dry_run) return;
  services_.store.transact([&] {
    services_.store.profile_queue.lock({record.id});
    services_.store.profile_queue.enqueue({record.id}, "", std::chrono::seconds(0));
    services_.store.audit_trail.add(job_.actor, name(AuditEvent::regenerated), record.ref, "");
  });
  // Otherwise the worker's step for profiles does it.
  const bool is_written = services_.publisher.publish(record.id);
  row.sentences.emplace_back(is_written ? _("The profile was written.")
                                        : _("The profile is queued."));
}

std::string BulkJob::key_of(const JobRow& row) const {
  return "job-" + job_.ref + "-" + std::to_string(row.line);
}

}  // namespace spaconf
