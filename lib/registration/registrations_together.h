// Stores many new registrations by few statements, each for many rows.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "registration/registration_transaction.h"

namespace spaconf {

/// The steps of RegistrationTransaction for many phones at once, in the open transaction and in the
/// same order. They throw what those throw, without saying for which phone: then everything is to
/// be undone, and each step taken for one phone after another. All phones have one actor.
class RegistrationsTogether {
 public:
  /// Keeps references to all three.
  RegistrationsTogether(Store& store, Exchange& exchange,
                        std::deque<RegistrationTransaction>& phones)
      : store_(store), exchange_(exchange), phones_(phones) {}

  void add();

 private:
  void add_rows();
  void add_lines();
  void add_tasks();
  std::vector<RegistrationTransaction*> with_new_accounts();
  std::vector<std::string> new_users();
  void add_accounts(const std::vector<RegistrationTransaction*>& phones);

  Store& store_;
  Exchange& exchange_;
  std::deque<RegistrationTransaction>& phones_;
};

}  // namespace spaconf
