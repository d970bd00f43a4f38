// Registers a phone.
#pragma once

#include <string>

#include "base/error.h"
#include "registration/services.h"
#include "store/registration.h"

namespace spaconf {

/// What somebody asks for, and who.
struct RegistrationRequest {
  std::string actor;        ///< Who asks
  std::string key;          ///< The request key: the same for a retry
  std::string fingerprint;  ///< Of what is asked for
  Registration wanted;
  Person person;            ///< As the directory has them now
  bool takes_over = false;  ///< Accounts of the exchange that were not made here
  bool of_batch = false;    ///< One of many: its ticket lets those of single phones go first
};

/// The same phone is registered already, with the reference.
class AlreadyRegistered : public Conflict {
 public:
  using Conflict::Conflict;
};

/// A software phone has no address, so person and account are what it is known by: throws
/// AlreadyRegistered when a registration other than the one with this number has the line's.
void require_no_software_phone(Services& services, const Registration& wanted, const Line& line,
                               std::int64_t registration);

/// Throws AlreadyRegistered when a live registration has this software phone: the same account
/// on a line of a software phone; Conflict when one has this address.
void require_unregistered(Services& services, const Registration& wanted);

/// Carries the order out and gives the registration's reference. When it returns, the
/// registration is durable, whatever becomes of this process: the exchange has the
/// account, the phone its profile (or the worker is to write it), and the worker
/// hands in the ticket. The same order again changes nothing and gives the same reference.
///
/// Throws Conflict: the phone is registered already (with the reference; AlreadyRegistered when
/// it is a software phone, which has no address to be known by), an account
/// belongs to somebody else, or the same order is being carried out at this moment. Throws
/// Rejected: the key was used for something else. Throws Unavailable: then nothing has happened.
std::string register_phone(Services& services, const RegistrationRequest& order);

}  // namespace spaconf
