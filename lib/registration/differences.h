// Lists the differences between two states of a registration.
#pragma once

#include <string>
#include <vector>

#include "store/registration.h"
#include "store/revisions.h"

namespace spaconf {

/// One difference.
struct Difference {
  std::string what;             ///< "MAC address", "line 2", "parameter Dial_Plan_1_"
  std::string before, after;    ///< Empty where there is no value
  bool concerns_network_staff;  ///< Does it matter to those who assign addresses and names?
  bool is_of_number = false;    ///< Does a line have another number?

  /// "hostname: phone-1 → phone-2", "inventory number: new, 4711"
  std::string sentence() const;
};

/// The permissions in alphabetical order: "int, local", or "nothing".
std::string in_words(std::vector<std::string> permissions);

/// All differences except passwords, in the order of the form.
std::vector<Difference> differences(const Registration& before, const Person& whose,
                                    const Registration& after, const Person& whose_then);

/// The differences between a former version and the current one; empty when that is not kept.
std::vector<Difference> differences_since(Revisions& revisions, const Record& record, int version);

}  // namespace spaconf
