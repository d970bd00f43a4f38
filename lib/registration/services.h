// The services of a program: directory, database, exchange and others, built once from the
// configuration. The parts of a program are given those that they need.
#pragma once

#include <memory>
#include <string_view>

#include "account/exchange.h"
#include "base/config.h"
#include "base/deadline.h"
#include "base/sql.h"
#include "base/template.h"
#include "person/directory.h"
#include "phone/profile.h"
#include "phone/tftp_folder.h"
#include "phone/web_passwords.h"
#include "registration/change.h"
#include "registration/form.h"
#include "registration/publisher.h"
#include "store/fetches.h"
#include "store/store.h"

namespace spaconf {

struct Asked;

/// The services of a program, in the order of their dependencies. Each connects when it is first
/// used. Throws Misconfigured.
struct Services {
  /// `program` may have a database user of its own: see sql::Connection. "form" is the one that
  /// does not write to the TFTP folder.
  explicit Services(const Config& config, std::string_view program = "");

  /// This institution's rules for the registration form.
  FormRules form_rules() const;
  /// What an action's plan is made from. Refers to both and to these services.
  Asked asked(const Record& record, const Fields& typed);
  /// Throws Unavailable unless our tables and the exchange's fit this program. Checks once per
  /// process.
  void require_databases();

  /// Removes the deadline after a request, and reconnects to a slow database. Throws nothing.
  void prepare_for_next() noexcept;

  Deadline deadline;  ///< Of the current request; never passes outside a request
  Templates templates;
  sql::Connection database;
  Store store;
  std::unique_ptr<Directory> directory;
  Exchange exchange;
  Profiles profiles;
  WebPasswords web_passwords;
  TftpFolder tftp_folder;
  Publisher publisher;
  PhoneChanger phone_changer;
  Fetches fetches;

 private:
  /// `keys` are those of [database].
  Services(const Config& config, std::string_view program, const SealKeys& keys);
};

}  // namespace spaconf
