// Shows a roll-out: whose box is next, what was scanned of it, and everybody's phone.
#pragma once

#include <string>
#include <vector>

#include "pages/site.h"
#include "store/rollouts.h"

namespace spaconf {

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
web::Response show_scan(Site& site, const web::Request& request, const Rollout& rollout, Box box,
                        const ScanReply& reply);

/// The same while a service is not available: only the box and the reply. The last code is in the
/// input again, so that Enter repeats it.
web::Response show_scan_alone(Site& site, const web::Request& request, const std::string& rollout,
                              Box box, const ScanReply& reply);

/// "Linksys SPA942 00:0e:08:11:22:33 of Jana Nováková, number 1234".
std::string phone_in_words(const Record& record);

}  // namespace spaconf
