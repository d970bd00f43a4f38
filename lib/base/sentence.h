// Makes a sentence of a text with named places, which a translation may have in another order.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// The value of one named place of a sentence.
struct NamedValue {
  NamedValue(std::string_view name, std::string_view value) : name(name), value(value) {}
  NamedValue(std::string_view name, std::int64_t value)
      : name(name), value(std::to_string(value)) {}

  std::string_view name;
  std::string value;
};

/// The text with a value in each named place:
/// `sentence(_("The MAC address {mac} is of {person}."), {{"mac", mac}, {"person", name}})`.
/// Braces in values mean nothing; a place without a value stays as it is.
std::string sentence(std::string_view text, std::initializer_list<NamedValue> values);
/// The same for values that are not listed in the source.
std::string sentence(std::string_view text, std::span<const NamedValue> values);
/// The values with which `message` says this text; empty when it does not. Each place ends where
/// the text behind it is found first.
std::optional<std::vector<NamedValue>> values_in(std::string_view text, std::string_view message);

}  // namespace spaconf
