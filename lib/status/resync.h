// Tells a phone to fetch its profile now.
#pragma once

#include <string>

#include "account/exchange.h"
#include "account/sip_message.h"
#include "base/deadline.h"
#include "store/store.h"

namespace spaconf {

/// The result of a resync.
struct Resync {
  bool is_under_way = false;  ///< The phone has confirmed that it fetches its profile
  int status = 0;             ///< The SIP status of the answer; 0: no answer
  std::string address;        ///< Of the phone: "192.0.2.7"; empty when it is not online
  std::string sentence;       ///< The result and what to do next, in the language in use
};

/// Is a resync possible: a live phone with a profile, and a configured SIP address of the exchange?
bool can_be_resynced(const Exchange& exchange, const Record& record);

/// Sends a NOTIFY to this phone through the exchange and waits for up to phone_patience. The
/// registration does not change; the audit records the user and the answer. Repeating it is
/// harmless. The wait ends before the request's `deadline`. Throws Conflict: there is no such
/// phone, or can_be_resynced() says no. Throws Unavailable: our tables do not answer.
Resync resync(Store& store, Exchange& exchange, const Deadline& deadline, const std::string& ref,
              const std::string& actor);

/// The sentence of an audit entry about a resync, in the language in use.
std::string answer_in_words(const std::string& stored);

/// The sentence for the phone at that address, in English. Pure.
std::string sentence_about(const Answer& answer, const std::string& address);

}  // namespace spaconf
