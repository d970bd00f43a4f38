// Registers a new phone.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "registration/publisher.h"
#include "store/registration.h"

namespace spaconf {

/// A request to register a phone.
struct RegistrationRequest {
  std::string actor;        ///< The user, for the audit
  std::string key_owner;    ///< The one whose request keys these are: the user or the program
  std::string key;          ///< The request key: the same for a retry
  std::string fingerprint;  ///< Of the request's content
  Registration wanted;
  Person person;             ///< From the directory
  bool takes_over = false;   ///< Takes over accounts that spaconf did not create
  bool of_batch = false;     ///< Part of an import: tickets of single phones come first
  std::int64_t rollout = 0;  ///< The roll-out that the phone is part of; 0: none
  /// The reference of the batch with whose phones it has one ticket; empty: a ticket of its own.
  std::string ticket_batch = {};
};

/// What came of a request to register a phone.
struct Registered {
  std::string ref;
  bool is_new;  ///< False: this request was carried out before
};

/// The phone is registered already; it has the reference.
class AlreadyRegistered : public Conflict {
 public:
  using Conflict::Conflict;
};

/// A software phone has no address and is identified by person and account: throws
/// AlreadyRegistered when a registration other than the one with this id has the line's account.
void require_no_software_phone(Lines& lines, const std::string& domain, const Registration& wanted,
                               const Line& line, std::int64_t registration);

/// Throws AlreadyRegistered when a live registration has the same software phone, which means the
/// same account on a software phone's line; Conflict when a live registration has this address.
void require_unregistered(Store& store, const std::string& domain, const Registration& wanted);

/// What register_phone() would store, with the accounts' passwords, for a dry run; it stores
/// nothing. The reference is "new". Empty when the request was carried out before. Throws like it.
std::optional<RecordWithPasswords> preview_registration(Store& store, Exchange& exchange,
                                                        const RegistrationRequest& order);

/// Registers the phone. When it returns, the registration is durable even
/// if this process dies: the exchange has the account, the profile is written (or the worker will
/// write it), and the worker will create the ticket. Repeating the request changes nothing and
/// returns the same reference.
///
/// Throws Conflict: the phone is registered already (with the reference; AlreadyRegistered for a
/// software phone), an account belongs to another person, or the same request is being processed.
/// Throws
/// Rejected: the key was used for something else. Throws Unavailable: then nothing has happened.
Registered register_phone(Store& store, Exchange& exchange, Publisher& publisher,
                          const RegistrationRequest& order);

}  // namespace spaconf
