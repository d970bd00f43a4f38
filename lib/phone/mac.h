// Holds an Ethernet address in the spellings of phones, bar codes and DHCP servers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

/// A phone's Ethernet address. It always has six octets that identify one device.
class Mac {
 public:
  /// Reads "00:0e:08:11:22:33", "00-0E-08-11-22-33", "000e.0811.2233" or
  /// "000E08112233", with blanks or line ends around it, as typed or scanned.
  /// Empty for anything else, including multicast and broadcast addresses and
  /// all zeros.
  static std::optional<Mac> parse(std::string_view text);

  /// 12 lower-case hex digits, as the phone substitutes for $MA.
  /// Source: CESNET TR 7/2008, section 6.
  const std::string& plain() const { return digits_; }
  /// The same in upper case: $MAU.
  std::string upper() const;
  /// "00:0e:08:11:22:33": $MAC, and what people read.
  std::string colons() const;
  /// The first six digits, which identify the vendor.
  std::string oui() const { return digits_.substr(0, 6); }

  bool operator==(const Mac&) const = default;

 private:
  explicit Mac(std::string digits) : digits_(std::move(digits)) {}

  std::string digits_;
};

}  // namespace spaconf
