// A difference counts only if it is still there under the row's lock: whatever is under way
// holds that lock, or has promised what is missing.
#include "reconcile/comparison.h"

#include "base/error.h"
#include "base/log.h"
#include "registration/publish.h"

namespace spaconf {

void Comparison::look_again(const std::function<std::optional<Suspect>()>& look) {
  std::optional<Suspect> found;
  try {
    services.database.transact([&] {
      found = look();
      if (found && wish_.repairs) found->mismatch.mended = mend(*found);
    });
  } catch (const sql::Busy&) {
    return;  // somebody is at it for all that time
  } catch (const Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    return not_looked_at(error.what());  // that row; the others may be well
  }
  if (!found) return;
  Mismatch& mismatch = found->mismatch;
  // What cannot be written now stays promised.
  if (mismatch.mended && found->to_be_published) {
    mismatch.mended = publish(services, found->to_be_published);
  }
  ++done_.found;
  done_.mended += mismatch.mended;
  wish_.on_mismatch(mismatch);
}

bool Comparison::mend(const Suspect& suspect) {
  const Mismatch& mismatch = suspect.mismatch;
  if (mismatch.kind.is_left) return false;
  try {
    if (suspect.mend) suspect.mend();
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    log("not mended", {{"what", mismatch.what}, {"why", error.what()}});
    return false;
  }
  services.ledger.audit(wish_.actor, "reconcile", suspect.ref,
                        std::string(mismatch.kind.name) + " " + mismatch.what + ": " +
                            mismatch.sentence + ": " + std::string(mismatch.kind.remedy));
  return true;
}

}  // namespace spaconf
