// Sends messages with the headers of the specification of Standard Webhooks.
#include "webhook/webhook.h"

#include "base/host.h"

namespace spaconf {
namespace {

constexpr std::chrono::seconds longest_connect{3};

std::string safe_url(const Section& section) {
  const std::string url = section.text("url");
  const auto target = http::target_of(url);
  const bool is_safe = target && (target->scheme == "https" ||
                                  (target->scheme == "http" && is_this_machine(target->host)));
  if (!is_safe) {
    section.wrong("url",
                  "url is an address that begins with https://, or with http:// for this machine");
  }
  return url;
}

Secret key_in(const Section& section, const char* name) {
  const auto key = webhook_key(section.secret(name));
  if (key) return *key;
  section.wrong(name, section.text(name) +
                          " must hold whsec_ and 24 to 64 bytes in Base64; create a new one with"
                          " echo whsec_$(openssl rand -base64 32)");
}

std::vector<Secret> keys_in(const Section& section) {
  std::vector<Secret> keys{key_in(section, "secret_file")};
  if (section.has("former_secret_file")) keys.push_back(key_in(section, "former_secret_file"));
  return keys;
}

}  // namespace

Webhook::Webhook(const Section& section)
    : url_(safe_url(section)),
      keys_(keys_in(section)),
      client_("webhook", section.has("ca_file") ? section.path("ca_file").string() : "",
              longest_connect, longest_webhook_call) {}

long Webhook::send(const SignedMessage& message) {
  return client_
      .send({.method = "POST",
             .url = url_,
             .headers = {{"Content-Type", "application/json"},
                         {"webhook-id", message.id},
                         {"webhook-timestamp", std::to_string(message.time)},
                         {"webhook-signature", webhook_signature(message, keys_)}},
             .body = message.body,
             .is_status_enough = true})
      .status;
}

}  // namespace spaconf
