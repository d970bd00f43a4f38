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

/// Files of addresses that the registration has no more.
void withdraw_profiles(Services& services, std::int64_t registration) {
  const auto macs = services.ledger.leaving(registration);
  if (macs.empty()) return;
  for (const Mac& mac : macs) services.shelf.remove(services.profiles.file_name(mac));
  services.ledger.have_left(registration);
}

void write_profile(Services& services, const Record& record) {
  const Mac& mac = *record.wanted.mac;
  // Whoever is to withdraw what another had for this address waits, or finds no reason.
  services.ledger.stay(mac);
  std::string bytes = services.profiles.write(phone_of(services, record));
  services.shelf.put(services.profiles.file_name(mac), bytes);
  services.ledger.profile_done(record.id, sha256_hex(bytes));
}

void bring_up_to_date(Services& services, std::int64_t registration) {
  auto record = services.ledger.lock(registration);
  if (!record) return;
  // A first generation has no past.
  if (record->version > 1) withdraw_profiles(services, registration);
  if (record->state == "live" && record->wanted.mac) {
    if (record->profile == ProfileState::pending) write_profile(services, *record);
  } else {
    services.ledger.profile_gone(registration);
  }
}

}  // namespace

bool publish(Services& services, std::int64_t registration) {
  std::string reason;
  try {
    services.database.transact([&] { bring_up_to_date(services, registration); });
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
