// Registers a phone that was in use before spaconf, with its accounts and its profile as they are.
#pragma once

#include <string>

#include "account/exchange.h"
#include "registration/register.h"
#include "store/store.h"

namespace spaconf {

/// A request to adopt a phone.
struct Adoption {
  /// Its lines have the passwords of the phone's profile. It takes nothing over.
  RegistrationRequest order;
  /// Of the file in the TFTP folder; empty when the phone's profile is not there.
  std::string profile_sha256;
  bool wants_ticket = false;
};

/// Registers the phone in one transaction, which writes neither to the exchange nor to the TFTP
/// folder. Its accounts become spaconf's, with the permissions that they have; its profile stays as
/// it is until the phone changes. Repeating the request changes nothing.
///
/// Throws Rejected: a password does not open its account. Throws Conflict: an account belongs to
/// another person, or the phone is registered already. Throws Unavailable: nothing has happened.
Registered adopt_phone(Store& store, Exchange& exchange, const Adoption& adoption);

/// Throws what adopt_phone() would throw, and changes nothing. The same result, with the reference
/// "new" for a phone that would be adopted.
Registered preview_adoption(Store& store, Exchange& exchange, const Adoption& adoption);

}  // namespace spaconf
