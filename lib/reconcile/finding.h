// The table of consistency rules and what a repair does about each.
#pragma once

#include <string>
#include <string_view>

#include "base/translation.h"

namespace spaconf {

/// A rule that the data should satisfy.
struct ConsistencyRule {
  std::string_view name;  ///< Stable, for programs: "profile-damaged"
  /// What a repair does, or why it does nothing, to be translated: "written again"
  std::string_view repair_text;
  bool report_only = false;  ///< A repair does not change it

  bool operator==(const ConsistencyRule&) const = default;
};

namespace rule {

// Our tables. The worker also checks the first six.
inline constexpr ConsistencyRule profile_task_missing{"profile-task-missing", N_("queued again")},
    profile_checksum_missing{"profile-checksum-missing", N_("written again")},
    profile_task_open{"profile-task-open", N_("written again")},
    ticket_task_missing{"ticket-task-missing", N_("queued again")},
    retirement_unfinished{"retirement-unfinished", N_("finished")},
    withdrawal_unfinished{"withdrawal-unfinished", N_("cancelled")},
    orphaned_line{"orphaned-line", N_("removed")},
    account_without_line{"account-without-line", N_("removed, from the exchange too")},
    line_without_account{"line-without-account", N_("spaconf edit gives it another account"), true},
    phone_without_line{"phone-without-line", N_("spaconf edit gives it one, or spaconf retire"),
                       true};

// The exchange.
inline constexpr ConsistencyRule account_missing{"account-missing", N_("created again")},
    account_differs{"account-differs", N_("corrected")},
    permissions_differ{"permissions-differ", N_("corrected")},
    account_foreign{"account-foreign", N_("spaconf did not create it and never changes it"), true},
    account_namesake{"account-namesake", N_("remove one of the two on the exchange"), true};

// The TFTP folder.
inline constexpr ConsistencyRule initial_profile{"initial-profile", N_("written again")},
    profile_missing{"profile-missing", N_("written again")},
    profile_damaged{"profile-damaged", N_("written again")},
    profile_rights{"profile-rights", N_("written again")},
    adopted_profile{"adopted-profile",
                    N_("spaconf regenerate with its reference writes spaconf's own"), true},
    profile_outdated{"profile-outdated", N_("spaconf regenerate writes it"), true},
    orphaned_profile{"orphaned-profile", N_("moved to quarantine")},
    not_a_profile{"not-a-profile", N_("moved to quarantine")},
    unexpected_file_in_root{"unexpected-file-in-root",
                            N_("other programs may use the root of the folder"), true},
    staging_stale{"staging-stale", N_("removed")};

// The ticket system.
inline constexpr ConsistencyRule ticket_missing{"ticket-missing", N_("queued again")},
    ticket_twice{"ticket-twice", N_("to be merged by the worker")},
    ticket_number_differs{"ticket-number-differs", N_("to be adopted by the worker")},
    ticket_unmarked{"ticket-unmarked", N_("to be marked by the worker")},
    ticket_former_person{"ticket-former-person", N_("to be given to the new person by the worker")},
    ticket_requestor{"ticket-requestor", N_("a user of the ticket system changed it"), true},
    orphaned_ticket{"orphaned-ticket", N_("no registration or batch has this reference"), true};

}  // namespace rule

/// One difference from a rule.
struct Finding {
  ConsistencyRule kind;
  std::string what;      ///< A reference, an account, a file or a ticket
  std::string sentence;  ///< The difference; contains no secrets
  bool repaired = false;
};

}  // namespace spaconf
