// Brings one phone's accounts to the exchange, and writes or withdraws its profile, under its row's
// lock.
// The file is written while the row is locked, in the transaction that marks it done. After an
// interruption it can be repeated with the same result.
#include "registration/publisher.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/log.h"
#include "registration/why_failed.h"

namespace spaconf {
namespace {

bool is_phone(const Record& record) { return record.is_live() && record.wanted.mac.has_value(); }

}  // namespace

Phone Publisher::phone_of(const RecordWithPasswords& record) const {
  const Mac& mac = *record.wanted.mac;
  auto [admin_password, user_password] = web_passwords_.of(mac);
  Phone phone{.model = record.wanted.model,
              .mac = mac,
              .hostname = record.wanted.hostname,
              .name = record.person.name,
              .lines = {},
              .admin_password = std::move(admin_password),
              .user_password = std::move(user_password),
              .settings = record.wanted.settings};
  const std::string& domain = exchange_.domain();
  for (const Line& line : record.wanted.lines) {
    phone.lines.push_back({line.position, line.user, domain, line.password, line.display});
  }
  return phone;
}

/// Removes the files of the registration's former addresses, and returns those.
std::vector<Mac> Publisher::withdraw_profiles(std::int64_t registration) {
  auto macs = store_.withdrawals.pending(registration);
  for (const Mac& mac : macs) folder_.remove(profiles_.file_name(mac));
  if (!macs.empty()) store_.withdrawals.complete(registration);
  return macs;
}

/// Skips the write if the row is newer than `record`.
void Publisher::write_profile(const RecordWithPasswords& record,
                              const std::function<void()>& once_locked) {
  const Mac& mac = *record.wanted.mac;
  const std::string bytes = write(record);
  if (!store_.profile_queue.done(record, sha256_hex(bytes), once_locked)) {
    mend_older_file(record.id);
    return;
  }
  store_.profile_nodes.changed({record.id});
  folder_.write(profiles_.file_name(mac), bytes);
  file_written_ = OlderFile{record.id, record.generation, mac, profiles_.file_name(mac)};
}

void Publisher::mend_older_file(std::int64_t registration) {
  if (!file_written_ || file_written_->registration != registration) return;
  const auto now = store_.registrations.lock(registration);
  // Another process may have written the same.
  if (now && now->generation == file_written_->generation) return;
  mend(store_, folder_, *file_written_,
       now && now->is_live() && now->wanted.mac == file_written_->mac);
}

void Publisher::bring_up_to_date(std::int64_t registration) {
  auto record = store_.registrations.lock(registration);
  if (!record) return;
  // A first generation has no former addresses.
  std::vector<Mac> withdrawn;
  if (record->version > 1) withdrawn = withdraw_profiles(registration);
  // A phone never gets a password that the exchange does not have yet.
  if (is_phone(*record) && record->profile == ProfileState::pending && !record->waiting_line()) {
    write_profile(store_.password_seal.opened(*record));
  } else {
    mend_older_file(registration);
  }
  // A phone is retired once its accounts are gone.
  if (!is_phone(*record) && store_.accounts.waiting_for(registration).empty()) {
    store_.profile_queue.removed(registration);
  }
  store_.profile_nodes.withdrawn(withdrawn);
}

/// In a transaction of its own, which outlasts a profile that cannot be written. True when no
/// account of the registration waits.
bool Publisher::bring_accounts(std::int64_t registration) {
  if (store_.accounts.waiting_for(registration).empty()) return true;
  std::string why_waiting;
  bool is_done = false;
  do {
    is_done = tried(registration, [&] {
      store_.registrations.lock(registration);
      why_waiting = pending_accounts_.bring(registration);
    });
  } while (is_done && pending_accounts_.must_be_repeated());
  if (!why_waiting.empty()) postpone(registration, why_waiting);
  return is_done && why_waiting.empty();
}

void Publisher::postpone(std::int64_t registration, const std::string& reason) {
  log(Priority::warning, "profile pending",
      {{"registration", std::to_string(registration)}, {"why", reason}});
  store_.profile_queue.failed(registration, reason);
}

/// Runs it in a transaction. If it fails, records the reason.
bool Publisher::tried(std::int64_t registration, const std::function<void()>& work) {
  file_written_.reset();
  const std::string reason = why_failed([&] { store_.transact(work); });
  if (reason.empty()) return true;
  postpone(registration, reason);
  return false;
}

bool Publisher::publish(std::int64_t registration) {
  const bool has_accounts = bring_accounts(registration);
  return publish_profile(registration) && has_accounts;
}

bool Publisher::publish_profile(std::int64_t registration) {
  return tried(registration, [&] { bring_up_to_date(registration); });
}

bool Publisher::publish_new(const RecordWithPasswords& record) {
  const Line* waiting = record.waiting_line();
  if (!waiting) {
    return !record.wanted.mac || tried(record.id, [&] { write_profile(record); });
  }
  // The exchange did not answer a moment ago.
  if (!waiting->account_reason.empty()) return false;
  return publish_at_once(record) || publish(record.id);
}

/// Writes accounts and profile in one transaction of ours, without reading the rows again.
bool Publisher::publish_at_once(const RecordWithPasswords& record) {
  const auto needs_no_question = [](const Line& line) {
    return line.account_state == AccountState::current ||
           (line.has_new_account && line.account_reason.empty());
  };
  // If the file cannot be written, publish() must recognise the accounts.
  const bool can_be_repeated = exchange_.returns_accounts();
  if (!record.wanted.mac || !can_be_repeated ||
      !std::ranges::all_of(record.wanted.lines, needs_no_question)) {
    return false;
  }
  const auto write = [&] { write_profile(record, [&] { pending_accounts_.write_new(record); }); };
  // If that fails, publish() finds out why, step by step.
  return why_failed([&] { store_.transact(write); }).empty();
}

bool Publisher::bring_new_accounts(const std::vector<std::int64_t>& registrations) {
  if (exchange_.joins_transactions() || !exchange_.why_away().empty()) return false;
  bool answers = true;
  store_.transact([&] {
    store_.profile_queue.lock(registrations);
    for (std::int64_t each : registrations) {
      pending_accounts_.bring(each);
      answers = !exchange_is_away();
      if (!answers) return;
    }
  });
  return answers;
}

}  // namespace spaconf
