// What spaconf doctor has found so far.
#pragma once

#include <cstdio>
#include <string>

namespace spaconf::cli {

/// Prints each finding and remembers whether one was bad.
class Examination {
 public:
  void good(const std::string& sentence) { std::printf("%-5s %s\n", "ok", sentence.c_str()); }
  void bad(const std::string& sentence) {
    std::printf("FAIL  %s\n", sentence.c_str());
    is_good_ = false;
  }
  bool is_good() const { return is_good_; }

 private:
  bool is_good_ = true;
};

}  // namespace spaconf::cli
