// Seals and opens texts with AES-GCM, by keys of their own.
#include "store/text_seal.h"

#include "base/crypto.h"

namespace spaconf {

TextSeal::TextSeal(const SealKeys& keys) {
  for (const Secret* each : {&keys.current, &keys.former}) {
    if (!each->empty()) keys_.push_back(derived_key(*each, "tables of jobs"));
  }
}

std::string TextSeal::sealed(const std::string& text, std::string_view place) const {
  return seal(keys_.front(), Secret(text), place);
}

std::string TextSeal::opened(const std::string& sealed, std::string_view place) const {
  for (const Secret& key : keys_) {
    if (const auto text = unseal(key, sealed, place)) return text->reveal();
  }
  throw UnreadableText();
}

}  // namespace spaconf
