// The table of consistency rules and what a repair does about each.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// A rule that the data should satisfy.
struct ConsistencyRule {
  std::string_view name;         ///< Stable, for programs: "profile-damaged"
  std::string_view repair_text;  ///< What a repair does, or why it does nothing: "written again"
  bool report_only = false;      ///< A repair does not change it

  bool operator==(const ConsistencyRule&) const = default;
};

namespace rule {

// Our tables. The worker also checks the first six.
inline constexpr ConsistencyRule profile_task_missing{"profile-task-missing", "queued again"},
    profile_checksum_missing{"profile-checksum-missing", "written again"},
    profile_task_open{"profile-task-open", "written again"},
    ticket_task_missing{"ticket-task-missing", "queued again"},
    retirement_unfinished{"retirement-unfinished", "finished"},
    withdrawal_unfinished{"withdrawal-unfinished", "cancelled"},
    orphaned_line{"orphaned-line", "removed"},
    account_without_line{"account-without-line", "removed, from the exchange too"},
    line_without_account{"line-without-account", "spaconf edit gives it another account", true},
    phone_without_line{"phone-without-line", "spaconf edit gives it one, or spaconf retire", true};

// The exchange.
inline constexpr ConsistencyRule account_missing{"account-missing", "created again"},
    account_differs{"account-differs", "corrected"},
    permissions_differ{"permissions-differ", "corrected"},
    account_foreign{"account-foreign", "spaconf did not create it and never changes it", true},
    account_namesake{"account-namesake", "remove one of the two on the exchange", true};

// The TFTP folder.
inline constexpr ConsistencyRule initial_profile{"initial-profile", "written again"},
    profile_missing{"profile-missing", "written again"},
    profile_damaged{"profile-damaged", "written again"},
    profile_rights{"profile-rights", "written again"},
    adopted_profile{"adopted-profile", "spaconf regenerate with its reference writes spaconf's own",
                    true},
    profile_outdated{"profile-outdated", "spaconf regenerate writes it", true},
    orphaned_profile{"orphaned-profile", "moved to quarantine"},
    not_a_profile{"not-a-profile", "moved to quarantine"},
    unexpected_file_in_root{"unexpected-file-in-root",
                            "other programs may use the root of the folder", true},
    staging_stale{"staging-stale", "removed"};

// The ticket system.
inline constexpr ConsistencyRule ticket_missing{"ticket-missing", "queued again"},
    ticket_twice{"ticket-twice", "to be merged by the worker"},
    ticket_number_differs{"ticket-number-differs", "to be adopted by the worker"},
    ticket_unmarked{"ticket-unmarked", "to be marked by the worker"},
    ticket_former_person{"ticket-former-person", "to be given to the new person by the worker"},
    ticket_requestor{"ticket-requestor", "a user of the ticket system changed it", true},
    orphaned_ticket{"orphaned-ticket", "no registration or batch has this reference", true};

}  // namespace rule

/// One difference from a rule.
struct Finding {
  ConsistencyRule kind;
  std::string what;      ///< A reference, an account, a file or a ticket
  std::string sentence;  ///< The difference; contains no secrets
  bool repaired = false;
};

}  // namespace spaconf
