// Ethernet addresses as phones, bar codes and DHCP servers write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

/// A phone's Ethernet address. Always holds six octets that one device can own.
class Mac {
 public:
  /// Reads "00:0e:08:11:22:33", "00-0E-08-11-22-33", "000e.0811.2233" or
  /// "000E08112233", with blanks or line ends around it, as typed or scanned.
  /// Empty when it is none, or one that no single device has: a multicast or
  /// broadcast address or all zeros.
  static std::optional<Mac> parse(std::string_view text);

  /// 12 lower-case hex digits: what the phone puts in the place of $MA.
  /// Source: CESNET TR 7/2008, section 6.
  const std::string& plain() const { return digits_; }
  /// The same in upper case: $MAU.
  std::string upper() const;
  /// "00:0e:08:11:22:33": $MAC, and what people read.
  std::string colons() const;
  /// The first six digits, which name the maker.
  std::string oui() const { return digits_.substr(0, 6); }

  bool operator==(const Mac&) const = default;

 private:
  explicit Mac(std::string digits) : digits_(std::move(digits)) {}

  std::string digits_;
};

}  // namespace spaconf
