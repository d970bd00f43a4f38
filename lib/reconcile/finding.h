// The table of consistency rules and what a repair does about each.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// A way in which something is otherwise than it should be.
struct ConsistencyRule {
  std::string_view name;         ///< Always the same, for programs: "profile-damaged"
  std::string_view repair_text;  ///< What a repair does, or why it does nothing: "written again"
  bool report_only = false;      ///< A repair leaves it as it is
};

namespace rule {

// Our tables. The first six are looked for by the worker too.
inline constexpr ConsistencyRule profile_unpromised{"profile-unpromised", "promised again"},
    profile_unsummed{"profile-unsummed", "written again"},
    profile_overdue{"profile-overdue", "written again"},
    ticket_unpromised{"ticket-unpromised", "promised again"},
    retirement_unfinished{"retirement-unfinished", "finished"},
    withdrawal_unfinished{"withdrawal-unfinished", "forgotten"},
    line_of_no_phone{"line-of-no-phone", "removed"},
    account_without_line{"account-without-line", "removed, from the exchange too"},
    line_without_account{"line-without-account", "spaconf edit gives it another account", true},
    phone_without_line{"phone-without-line", "spaconf edit gives it one, or spaconf retire", true};

// The exchange.
inline constexpr ConsistencyRule account_missing{"account-missing", "made again"},
    account_differs{"account-differs", "set right"},
    permissions_differ{"permissions-differ", "set right"},
    account_foreign{"account-foreign", "somebody else's, and never touched", true},
    account_namesake{"account-namesake", "remove one of the two at the exchange", true};

// The TFTP folder.
inline constexpr ConsistencyRule initial_profile{"initial-profile", "written again"},
    profile_missing{"profile-missing", "written again"},
    profile_damaged{"profile-damaged", "written again"},
    profile_rights{"profile-rights", "written again"},
    profile_outdated{"profile-outdated", "spaconf regenerate writes it", true},
    profile_orphan{"profile-orphan", "moved to quarantine"},
    not_a_profile{"not-a-profile", "moved to quarantine"},
    stranger_at_root{"stranger-at-root", "others may use the root of the folder", true},
    staging_stale{"staging-stale", "removed"};

// The ticket system.
inline constexpr ConsistencyRule ticket_missing{"ticket-missing", "promised again"},
    ticket_twice{"ticket-twice", "to be merged by the worker"},
    ticket_other{"ticket-other", "to be taken up by the worker"},
    ticket_unmarked{"ticket-unmarked", "to be marked by the worker"},
    ticket_former_person{"ticket-former-person", "to be handed over by the worker"},
    ticket_requestor{"ticket-requestor",
                     "whoever changed it at the ticket system may have a reason", true},
    ticket_orphan{"ticket-orphan", "nobody registered such a phone here", true};

}  // namespace rule

/// One thing that is otherwise than it should be.
struct Finding {
  ConsistencyRule kind;
  std::string what;      ///< A reference, an account, a file or a ticket
  std::string sentence;  ///< What is wrong, without anything secret
  bool repaired = false;
};

}  // namespace spaconf
