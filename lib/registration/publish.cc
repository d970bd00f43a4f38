// The file is written while the row is locked; only then is the row marked done.
// Cut short anywhere, the same can be done again with the same result.
#include "registration/publish.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"

namespace spaconf {

Phone phone_of(const Services& services, const Record& record) {
  const Mac& mac = *record.wanted.mac;
  auto [admin_password, user_password] = services.ledger.web_passwords(mac);
  Phone phone{.model = record.wanted.model,
              .mac = mac,
              .hostname = record.wanted.hostname,
              .name = record.person.name,
              .lines = {},
              .admin_password = std::move(admin_password),
              .user_password = std::move(user_password),
              .settings = record.wanted.settings};
  const std::string& domain = services.exchange.domain();
  for (const Line& line : record.wanted.lines) {
    phone.lines.push_back({line.position, line.user, domain, line.password, line.display});
  }
  return phone;
}

namespace {

void write_profile(Services& services, std::int64_t registration) {
  auto record = services.ledger.lock(registration);
  if (!record || record->profile != ProfileState::pending || record->state != "live") return;
  std::string bytes = services.profiles.write(phone_of(services, *record));
  services.shelf.put(services.profiles.file_name(*record->wanted.mac), bytes);
  services.ledger.profile_done(registration, sha256_hex(bytes));
}

}  // namespace

bool publish(Services& services, std::int64_t registration) {
  std::string reason;
  try {
    services.database.transact([&] { write_profile(services, registration); });
    return true;
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    reason = error.what();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  log("profile pending", {{"registration", std::to_string(registration)}, {"why", reason}});
  services.ledger.profile_failed(registration, reason);
  return false;
}

}  // namespace spaconf
