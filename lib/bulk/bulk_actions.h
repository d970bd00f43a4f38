// The table of actions on all phones that a search finds.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registration/services.h"
#include "store/job.h"

namespace spaconf {

/// What an action does to one phone.
enum class BulkEffect { change, resync, regenerate };

/// An action on many phones, which is a job of this kind.
struct BulkAction {
  std::string_view name;   ///< In forms, and the kind of its jobs: "retire"
  std::string_view title;  ///< "Retire"
  std::string_view what;   ///< What it does to each phone, in a sentence
  /// The field that it needs: "permission" or "setting"; empty: none.
  std::string_view field = {};
  bool types_number = false;  ///< To confirm it, the number of phones has to be typed
  BulkEffect effect = BulkEffect::change;
  /// The change of one phone, without actor, keys and version; empty when it changes nothing.
  /// `value` is that of the field. Throws like change_by().
  std::optional<Change> (*change)(Services& services, const SealedRecord& record,
                                  const std::string& value) = nullptr;
};

/// nullptr for an unknown name.
const BulkAction* find_bulk_action(std::string_view name);

/// All of them, in the order of the page.
std::span<const BulkAction> bulk_actions();

/// Makes the job of an action on these phones, which are live, and gives its reference. `job` has
/// its action as kind, the value as the option of the field's name and no total. A request that was
/// sent before gives the reference of its job.
std::string start_bulk_job(Store& store, Job job, const std::string& request_key,
                           const std::vector<Record>& phones);

}  // namespace spaconf
