// The differences between two states of a registration, in words.
#pragma once

#include <string>
#include <vector>

#include "store/registration.h"

namespace spaconf {

/// What is another, and how.
struct Difference {
  std::string what;             ///< "MAC address", "line 2", "parameter Dial_Plan_1_"
  std::string before, after;    ///< Empty where there was, or is, none
  bool concerns_network_staff;  ///< Must those know who give addresses and names?

  /// "hostname: phone-1 → phone-2", "inventory number: new, 4711"
  std::string sentence() const;
};

/// What an account may call: "int, local", in the order of the alphabet, or "nothing".
std::string in_words(std::vector<std::string> permissions);

/// All of them, in the order of the form. Passwords are not among them.
std::vector<Difference> differences(const Registration& before, const Person& whose,
                                    const Registration& after, const Person& whose_then);

}  // namespace spaconf
