// Makes a phone fetch its profile now.
#pragma once

#include <string>

#include "account/sip_message.h"
#include "registration/services.h"

namespace spaconf {

/// What came of it.
struct Resync {
  bool is_under_way = false;  ///< The phone has said that it fetches its profile
  int status = 0;             ///< What SIP calls the answer; 0: there was none
  std::string address;        ///< Of the phone: "192.0.2.7"; empty when it is not online
  std::string sentence;       ///< What came of it and what to do, for people
};

/// Can it be tried at all: is it a live phone with a profile, and do we know the exchange?
bool can_be_resynced(const Services& services, const Record& record);

/// Sends the phone, and no other of its person, a NOTIFY through the exchange, and waits for up
/// to phone_patience. The registration stays as it is; the audit says who asked and what was
/// answered. Asking twice does no more than asking once. Throws Conflict: there is no such
/// phone, or can_be_resynced() says no. Throws Unavailable: our tables do not answer.
Resync resync(Services& services, const std::string& ref, const std::string& actor);

/// The sentence for the phone at that address. Pure.
std::string sentence_about(const Answer& answer, const std::string& address);

}  // namespace spaconf
