// Says each step of the phone in one line, for people or as JSON for tests.
#pragma once

#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "clock.h"

namespace virtual_phone {

class Tell {
 public:
  /// A double is a time in seconds, infinity is printed as "never".
  using Value = std::variant<std::string, int, double, std::vector<std::string>>;

  struct Detail {
    const char* name;
    Value value;
  };

  Tell(const Clock& clock, bool json) : clock_(clock), json_(json) {}

  /// One line on stdout, at once: the time on the phone's clock, what happened, and its details.
  /// Details that are empty are left out for people.
  void operator()(const std::string& event, std::initializer_list<Detail> details = {}) const;

 private:
  const Clock& clock_;
  bool json_;
};

}  // namespace virtual_phone
