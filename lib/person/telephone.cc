// "+420 377 631 001" and "377-631001" end in the same four digits.
#include "person/telephone.h"

namespace spaconf {

std::string last_digits(std::string_view telephone, std::size_t count) {
  std::string digits;
  for (char c : telephone) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits.size() < count ? "" : digits.substr(digits.size() - count);
}

}  // namespace spaconf
