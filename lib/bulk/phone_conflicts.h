// Finds new phones of one table or batch that exclude each other.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "registration/register.h"

namespace spaconf {

/// What the new phones so far have that no other may have.
class PhoneConflicts {
 public:
  /// A problem for each thing that an earlier phone has, too: the address, the hostname, or a
  /// number that belongs to another person or, of a software phone, to the same. `place` tells
  /// where the phone is, and `name` names a place in a sentence: "Line 5".
  std::vector<Problem> add(const RegistrationRequest& order, int place,
                           std::string (*name)(int place));

 private:
  struct Owner {
    int place;
    std::size_t login;  ///< A hash of its key
  };

  // By what only one may have; few bytes each, since a table may have 100,000.
  std::unordered_map<std::string, int> macs_, hostnames_, software_numbers_;
  std::unordered_map<std::string, Owner> owners_;
};

}  // namespace spaconf
