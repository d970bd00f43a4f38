// Has phones' accounts on the exchange and their profiles in the TFTP folder.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "phone/profile.h"
#include "phone/tftp_folder.h"
#include "phone/web_passwords.h"
#include "registration/older_file.h"
#include "registration/pending_accounts.h"
#include "store/store.h"

namespace spaconf {

/// Makes the profile of a record, and keeps the TFTP folder as the rows say.
class Publisher {
 public:
  Publisher(Store& store, Exchange& exchange, const Profiles& profiles,
            const WebPasswords& web_passwords, const TftpFolder& folder)
      : store_(store),
        exchange_(exchange),
        pending_accounts_(store, exchange),
        profiles_(profiles),
        web_passwords_(web_passwords),
        folder_(folder) {}

  /// The data of the phone's profile.
  Phone phone_of(const RecordWithPasswords& record) const;
  /// The phone's profile, read back and compared. Throws std::runtime_error.
  std::string write(const RecordWithPasswords& record) const {
    return profiles_.write(phone_of(record));
  }
  /// The same without reading it back.
  Filled fill(const RecordWithPasswords& record) const { return profiles_.fill(phone_of(record)); }
  /// The profile's file, from the root of the TFTP folder: "config/spa000e08112233.cfg".
  std::string path_of(const Mac& mac) const {
    return folder_.path_below_root(profiles_.file_name(mac));
  }
  const Profiles& profiles() const { return profiles_; }
  /// Throws Unavailable when we cannot write to the TFTP folder.
  void check_folder() const { folder_.check(); }

  /// Updates the exchange, where that is left to do, and the TFTP folder from the row: writes the
  /// phone's profile, once its accounts are on the exchange, and removes those of former
  /// addresses. The row stays locked meanwhile, so an older generation never replaces a newer
  /// one. True when both are up to date. False when that is deferred; the reason is
  /// recorded. Throws Unavailable when the database does not respond.
  bool publish(std::int64_t registration);
  /// The same for the TFTP folder alone: a profile whose accounts are not on the exchange yet is
  /// left to publish().
  bool publish_profile(std::int64_t registration);
  /// Like publish(), for a new registration that was just stored from `record`, with its passwords:
  /// unless the exchange waits, the row is not read again, only its generation is checked.
  bool publish_new(const RecordWithPasswords& record);
  /// Brings the accounts of new registrations to the exchange, where our transactions do not cover
  /// it. False: that is not left to do, or it does not answer. Throws like publish().
  bool bring_new_accounts(const std::vector<std::int64_t>& registrations);
  /// Did the exchange not answer the last time?
  bool exchange_is_away() const { return pending_accounts_.exchange_is_away(); }

 private:
  std::vector<Mac> withdraw_profiles(std::int64_t registration);
  void mend_older_file(std::int64_t registration);
  void write_profile(const RecordWithPasswords& record,
                     const std::function<void()>& once_locked = {});
  bool publish_at_once(const RecordWithPasswords& record);
  void bring_up_to_date(std::int64_t registration);
  bool bring_accounts(std::int64_t registration);
  void postpone(std::int64_t registration, const std::string& reason);
  bool tried(std::int64_t registration, const std::function<void()>& work);

  Store& store_;
  Exchange& exchange_;
  PendingAccounts pending_accounts_;
  const Profiles& profiles_;
  const WebPasswords& web_passwords_;
  const TftpFolder& folder_;
  std::optional<OlderFile> file_written_;  ///< In an earlier attempt of this transaction
};

}  // namespace spaconf
