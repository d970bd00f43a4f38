// Shows a roll-out: whose box is next, what was scanned of it, and everybody's phone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pages/site.h"
#include "store/rollouts.h"

namespace spaconf {

/// A roll-out with its people and phones, read once for a request.
struct RolloutList {
  Rollout rollout;
  std::vector<RolloutPerson> people;
  std::vector<SealedRecord> phones;                 ///< The oldest first
  std::map<std::string, std::size_t> first_phones;  ///< The place of each login's first one

  /// nullptr when the list does not have them.
  const RolloutPerson* person(const std::string& login) const;
  /// The first phone of this login; nullptr when there is none.
  const Record* phone_of(const std::string& login) const;
  /// The first person without a phone; nullptr when all have one.
  const RolloutPerson* next() const;
};

/// Throws Refused, 404.
Rollout rollout_named(Site& site, const std::string& ref);
/// The same for "/scan/REF" and what is below it.
Rollout rollout_in_path(Site& site, const web::Request& request);
RolloutList list_of(Store& store, Rollout rollout);

/// What is known of the box that is being scanned.
struct Box {
  std::string login = {};               ///< Whose it will be; empty: the next code is a login
  std::vector<std::string> codes = {};  ///< Scanned so far, as they were typed
  std::string key = {};                 ///< Of its registration; empty: a new one
  std::string dismissed = {};  ///< The phone of the box before, if that was registered already
};

/// The answer to the last scan.
struct ScanReply {
  std::string sentence = {};
  std::string ref = {};  ///< The phone that it is about; may be empty
  int status = 200;
  bool is_done = false;  ///< A phone was registered

  bool is_error() const { return status >= 400; }
};

/// The action that a box's form token is for.
std::string box_action(const std::string& rollout);

/// The page of a roll-out.
web::Response show_scan(Site& site, const web::Request& request, const RolloutList& list, Box box,
                        const ScanReply& reply);

/// The same while a service is not available: only the box and the reply. The last code is in the
/// input again, so that Enter repeats it.
web::Response show_scan_alone(Site& site, const web::Request& request, const std::string& rollout,
                              Box box, const ScanReply& reply);

/// "Linksys SPA942 00:0e:08:11:22:33 of Jana Nováková, number 1234".
std::string phone_in_words(const Record& record);

}  // namespace spaconf
