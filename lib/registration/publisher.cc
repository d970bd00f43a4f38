// Writes or withdraws one phone's profile under its row's lock.
// The file is written while the row is locked, in the transaction that marks it done. After an
// interruption it can be repeated with the same result.
#include "registration/publisher.h"

#include <functional>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"

namespace spaconf {

Phone phone_of(const Services& services, const RecordWithPasswords& record) {
  const Mac& mac = *record.wanted.mac;
  auto [admin_password, user_password] = services.web_passwords.of(mac);
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

/// Removes the files of the registration's former addresses.
void withdraw_profiles(Services& services, std::int64_t registration) {
  const auto macs = services.store.withdrawals.pending(registration);
  if (macs.empty()) return;
  for (const Mac& mac : macs) services.tftp_folder.remove(services.profiles.file_name(mac));
  services.store.withdrawals.complete(registration);
}

/// Skips the write if the row is newer than `record`.
void write_profile(Services& services, const RecordWithPasswords& record) {
  const Mac& mac = *record.wanted.mac;
  const std::string bytes = services.profiles.write(phone_of(services, record));
  if (!services.store.profile_queue.done(record, sha256_hex(bytes))) return;
  services.tftp_folder.write(services.profiles.file_name(mac), bytes);
}

void bring_up_to_date(Services& services, std::int64_t registration) {
  auto record = services.store.registrations.lock(registration);
  if (!record) return;
  // A first generation has no former addresses.
  if (record->version > 1) withdraw_profiles(services, registration);
  if (record->is_live() && record->wanted.mac) {
    if (record->profile == ProfileState::pending)
      write_profile(services, services.store.password_seal.opened(*record));
  } else {
    services.store.profile_queue.removed(registration);
  }
}

/// Runs it in a transaction. If it fails, records the reason.
bool tried(Services& services, std::int64_t registration, const std::function<void()>& work) {
  std::string reason;
  try {
    services.database.transact(work);
    return true;
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    reason = error.what();
  } catch (const std::exception& error) {
    reason = error.what();
  }
  log("profile pending", {{"registration", std::to_string(registration)}, {"why", reason}});
  services.store.profile_queue.failed(registration, reason);
  return false;
}

}  // namespace

bool publish(Services& services, std::int64_t registration) {
  return tried(services, registration, [&] { bring_up_to_date(services, registration); });
}

bool publish_new(Services& services, const RecordWithPasswords& record) {
  return tried(services, record.id, [&] { write_profile(services, record); });
}

}  // namespace spaconf
