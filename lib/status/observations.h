// Reads what was observed of one phone, and its audit trail.
#pragma once

#include "registration/services.h"
#include "status/status.h"

namespace spaconf {

/// The observations of the phone. `contacts` are those of all its lines' accounts. Throws
/// Unavailable.
PhoneObservations observe(Services& services, const Record& record,
                          const std::vector<Contact>& contacts);

/// The other live phones that have a line with one of its accounts. Throws Unavailable.
std::vector<Marks> siblings_of(Services& services, const Record& record);

/// One thing that happened to a registration.
struct AuditEntry {
  std::string at;  ///< UTC, "2026-11-23 10:33:07"
  std::string actor;
  std::string action;  ///< "register", "ticket", "edit", …
  std::string detail;  ///< For people; several lines
};

/// The audit trail of a registration, newest first.
std::vector<AuditEntry> audit_trail(Services& services, const std::string& ref, int count);

}  // namespace spaconf
