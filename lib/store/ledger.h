// Our tables: registrations, accounts, lines and what belongs to them.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "account/account.h"
#include "base/secret.h"
#include "base/sql.h"
#include "store/password_seal.h"
#include "store/registration.h"
#include "store/revision.h"
#include "store/search.h"

namespace spaconf {

/// A request that was carried out before.
struct StoredAnswer {
  std::string fingerprint;  ///< What it asked for
  std::string ref;          ///< What came of it
};

/// An account that we made.
struct AccountOwner {
  std::int64_t id;
  std::string owner;  ///< The login of its person
  std::vector<std::string> permissions;
};

/// An account that we made, with all that we know of it.
struct LockedAccount {
  std::int64_t id;
  std::string owner;   ///< The login of its person
  std::string domain;  ///< As its row spells it, which the password is sealed with
  Account account;     ///< As the exchange knows it
  std::vector<std::string> permissions;
  std::string fault = {};  ///< Why its password could not be read, among many; empty: it was
};

/// A phone that has a line with an account.
struct AccountPhone {
  std::int64_t id;  ///< The registration's
  std::string ref;  ///< Empty when there is no such registration
};

/// Of which state of a registration its profile is.
struct RowVersion {
  std::int64_t id;  ///< The registration's
  int version, generation;
  bool is_pending;  ///< It has still to be written
};

/// One of a person's phones.
struct PersonPhone {
  std::string ref;
  const Model* model;      ///< nullptr: one that this program does not know
  std::optional<Mac> mac;  ///< Empty for a software phone
};

/// Our tables. What changes several rows is called inside of database.transact().
/// Times are the database's, so that clocks of several machines do not matter.
class Ledger {
 public:
  /// Keys for all purposes are derived from `key`, which has 32 bytes.
  Ledger(sql::Connection& database, const Secret& key);

  // Requests.
  std::optional<StoredAnswer> stored_answer(const std::string& actor, const std::string& key);
  /// Throws sql::Duplicate("request_key") when the request was carried out before.
  void claim(const std::string& actor, const std::string& key, const StoredAnswer& answer);

  // Registrations.
  /// Writes a new registration down and gives its number. Throws
  /// sql::Duplicate("active_mac") when the phone has one already.
  std::int64_t add(const Record& record);
  void add_line(std::int64_t registration, const Line& line, std::int64_t account);
  std::optional<Record> find(const std::string& ref);
  /// Like find(), with every password of its lines.
  std::optional<Record> open(const std::string& ref);
  /// The same, and the row locked until the transaction ends.
  std::optional<Record> lock(std::int64_t registration);
  std::string ref_of_mac(const Mac& mac);  ///< Of the live one; empty when there is none
  /// Of the person's live software phone with a line of this account, other than the registration
  /// `except`; empty when there is none.
  std::string software_phone_with(const std::string& user, const std::string& domain,
                                  const std::string& login, std::int64_t except);
  std::vector<Record> latest(int count);
  /// A person's live registrations, the latest first.
  std::vector<PersonPhone> phones_of(const std::string& login);
  /// Which of their logins the person's oldest live registration has, and how it spells it; empty
  /// when there is none.
  std::string first_login_of(const Person& person);

  // Finding.
  /// A page of at most so many of those that are looked for.
  Found search(const Search& options, int most);
  /// Those that are looked for whose numbers come after `after`, in the order of their
  /// numbers, with lines and permissions, without passwords.
  std::vector<Record> found_after(const Search& options, std::int64_t after, int most);
  /// How many stand there; `most` + 1 when they are more than `most`.
  int count(const StateFilter& state_filter, int most);

  // Accounts.
  /// The models of all live phones that have a line with this account, each once.
  std::vector<const Model*> models_with(const std::string& user, const std::string& domain);
  std::optional<AccountOwner> account(const std::string& user, const std::string& domain);
  /// Throws sql::Duplicate("account_name") when another transaction made it meanwhile.
  std::int64_t add_account(const Account& account, const std::string& owner,
                           const std::vector<std::string>& permissions);

  // Profiles.
  /// Live phones with a profile whose numbers are `first` to `last`, with passwords, in the
  /// order of their numbers; of one model, or of all that are known when it is nullptr. What has
  /// a password that cannot be read says so in its `fault`.
  std::vector<Record> phones(std::int64_t first, std::int64_t last, const Model* model);
  /// The number of the registration that was made last; 0 when there is none.
  std::int64_t last_phone();
  std::int64_t count_phones(const Model* model);
  /// Locks those of the registrations that are live, in the order of their numbers.
  std::vector<RowVersion> lock_all(const std::vector<std::int64_t>& registrations);
  /// The profile is to be written anew, as one more generation, so that whoever is about to
  /// write the last one leaves it: by `owner` or, when that has not happened within `time`, by a
  /// worker.
  void enqueue_profiles(const std::vector<std::int64_t>& registrations, const std::string& owner,
                        std::chrono::seconds time);
  /// Number and SHA-256 of each; for many at once.
  void profiles_done(const std::vector<std::pair<std::int64_t, std::string>>& written);
  /// The passwords of the phone's own web pages, for "admin" and for "user": always the same,
  /// and written down nowhere but in its profile.
  std::pair<Secret, Secret> web_passwords(const Mac& mac) const;
  /// Locks the row until the transaction ends, and nobody withdraws a profile for its address any
  /// more. False, and nothing is locked or changed, unless it is live, at this generation, and
  /// the profile is pending.
  bool profile_done(const Record& record, const std::string& sha256);
  void profile_failed(std::int64_t registration, const std::string& reason);

  // Changes. All of them lock the rows that they read.
  /// Like open(), and the row locked until the transaction ends.
  std::optional<Record> lock(const std::string& ref);
  /// Keeps what the registration was until now.
  void archive(const Record& before, const std::string& actor, const std::string& action);
  std::vector<Revision> revisions(const Record& record);  ///< Latest first
  /// Writes down what it is from now on: the next version and generation, its profile
  /// still to be written. Throws sql::Duplicate("active_mac") like add().
  void change(const Record& after);
  /// The next version; the profile stays as it is.
  void next_version(std::int64_t registration);
  /// Its lines go, its address is free, and its file is to be withdrawn.
  void retire(const Record& before);
  void remove_lines(std::int64_t registration);
  /// It has not been online yet as what it is now.
  void forget_online_state(std::int64_t registration);
  /// The profile for this address is to be withdrawn from the folder.
  void queue_withdrawal(std::int64_t registration, const Mac& mac);
  std::vector<Mac> pending_withdrawals(std::int64_t registration);
  /// They are withdrawn.
  void complete_withdrawals(std::int64_t registration);
  /// Registrations with something still to be withdrawn, in order of their numbers, from behind
  /// `after`.
  std::vector<std::int64_t> with_withdrawals(std::int64_t after, int count);
  /// A profile for this address is about to be written: nobody withdraws it any more.
  void cancel_withdrawal(const Mac& mac);
  /// The same for all addresses of these registrations.
  void cancel_withdrawal(const std::vector<std::int64_t>& registrations);
  /// A registration that has no profile any more: nothing is left to do.
  void profile_gone(std::int64_t registration);

  /// An account, locked until the transaction ends: what others do with it waits.
  std::optional<LockedAccount> lock_account(const std::string& user, const std::string& domain);
  /// Writes down its password, owner and permissions.
  void change(const LockedAccount& account);
  void remove_account(std::int64_t account);
  /// Before the password changes: the present one is kept for a day, since the phone knows no
  /// other until it has fetched its profile, and wants to be told so with the one it knows.
  void keep_password(std::int64_t account);
  /// The password before the present one; empty when there was none lately.
  std::optional<Secret> former_password(const std::string& user, const std::string& domain);
  /// Those whose day is over are gone.
  void forget_former_passwords();
  /// Registrations that have a line with the account.
  std::vector<AccountPhone> phones_with(std::int64_t account);

  /// Live phones that no program of this version can read, each with the reason; at most so many.
  std::vector<std::string> unreadable(int most);

  // Doubts: what a comparison looks at. Conditions are SQL of ours, about a row of registration.
  std::vector<std::int64_t> registrations_where(const std::string& condition);
  bool holds_for(std::int64_t registration, const std::string& condition);
  /// Addresses that no worker would come to withdraw.
  std::vector<Mac> orphaned_withdrawals();
  /// Registrations, also such as are not there, that are not in use and have lines.
  std::vector<std::int64_t> with_lines_of_no_phone();
  std::vector<std::string> accounts_without_line(const std::string& domain);
  /// At most so many accounts whose numbers come after `after`, in the order of these.
  std::vector<LockedAccount> accounts_after(std::int64_t after, const std::string& domain,
                                            int most);
  /// Of the profile that was written last; empty when there is none.
  std::string profile_sha256(std::int64_t registration);
  /// All addresses that may have a profile, 12 lower-case hex digits each.
  std::set<std::string> addresses();
  /// No phone has this address, and until the transaction ends nobody writes a profile for it.
  bool is_free(const Mac& mac);
  /// At most so many registrations whose numbers come after `after` and whose tickets nobody is
  /// about to touch; without lines.
  std::vector<Record> with_ticket_after(std::int64_t after, int most);
  /// The same registration, locked; empty when something was done to it or its ticket since.
  std::optional<Record> lock_with_ticket(const Record& record);

  /// Writes down who did what; `detail` is for people and holds no secret.
  void audit(const std::string& actor, const std::string& action, const std::string& ref,
             const std::string& detail);

 private:
  std::vector<Record> records(const std::string& rest, const std::vector<sql::Value>& values);
  /// The same without the rows that cannot be read, which are logged: for many at once.
  std::vector<Record> readable(const std::string& rest, const std::vector<sql::Value>& values);
  std::optional<Record> whole(const std::string& ref, bool with_passwords);
  std::optional<Record> locked(const std::string& condition, const sql::Value& value);
  void add_line_to(Record& record, const sql::Row& row, std::size_t at, bool with_password);
  void add_lines_to_all(std::vector<Record>& records);
  std::string sealed(const Account& account) const;
  void add_words(std::int64_t registration, const std::vector<std::string>& words);
  /// By which a registration is found now.
  std::vector<std::string> words_now(std::int64_t registration);
  void change_words(std::int64_t registration, const std::vector<std::string>& before,
                    std::vector<std::string> after);
  std::vector<Record> records_of(const std::vector<std::int64_t>& registrations);
  Secret unsealed(const std::string& sealed, const std::string& user, const std::string& domain);

  sql::Connection& database_;
  PasswordSeal seal_;
  Secret web_key_;  // of the phones' web pages
};

}  // namespace spaconf
