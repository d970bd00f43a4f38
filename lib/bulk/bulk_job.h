// Carries out a job of an action on many phones: previews each phone, and changes them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bulk/bulk_actions.h"
#include "registration/services.h"
#include "store/job.h"

namespace spaconf {

/// One job of a bulk action. Its phones and their versions were fixed when it was made.
class BulkJob {
 public:
  /// As ImportJob.
  BulkJob(Services& services, const Job& job, const BulkAction& action, bool may_set_provisioning,
          const std::function<void()>& keep_alive)
      : services_(services),
        job_(job),
        action_(action),
        may_set_provisioning_(may_set_provisioning),
        keep_alive_(keep_alive) {}

  /// Finds out what would happen to each phone and stores it; changes nothing else. Throws
  /// Unavailable.
  void check();
  /// Carries the action out on the first `count` phones that are left, and stores what came of
  /// each. False when one was refused. Throws Unavailable; then the rest can be done later.
  bool carry_out_some(int count);

 private:
  JobRow outcome(const JobRow& row, bool dry_run);
  void act_on(const SealedRecord& record, JobRow& row, bool dry_run);
  void change(const SealedRecord& record, JobRow& row, bool dry_run);
  void resync_phone(const Record& record, JobRow& row, bool dry_run);
  void regenerate_profile(const Record& record, JobRow& row, bool dry_run);
  void carry_out(const Change& change);
  std::string key_of(const JobRow& row) const;

  Services& services_;
  const Job& job_;
  const BulkAction& action_;
  bool may_set_provisioning_;
  const std::function<void()>& keep_alive_;
  /// By reference: the new versions of phones that changes of others have caused in this piece.
  std::map<std::string, int> own_versions_;
};

}  // namespace spaconf
