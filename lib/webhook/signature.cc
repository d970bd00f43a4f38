// Computes signatures by the specification of Standard Webhooks.
#include "webhook/signature.h"

#include "base/crypto.h"

namespace spaconf {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t shortest_key = 24, longest_key = 64;  // bytes

}  // namespace

std::optional<Secret> webhook_key(const Secret& text) {
  const std::string& all = text.reveal();
  if (!all.starts_with(prefix)) return {};
  auto key = base64_decoded(all.substr(prefix.size()));
  if (!key || key->size() < shortest_key || key->size() > longest_key) return {};
  return Secret(std::move(*key));
}

std::string webhook_signature(const SignedMessage& message, const std::vector<Secret>& keys) {
  const std::string text = message.id + "." + std::to_string(message.time) + "." + message.body;
  std::string signature;
  for (const Secret& key : keys) {
    signature += (signature.empty() ? "v1," : " v1,") + base64(hmac_sha256(key, text));
  }
  return signature;
}

}  // namespace spaconf
