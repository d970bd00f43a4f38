// Everything a registration needs, built once from the configuration: directory, database, exchange
// …
#pragma once

#include <memory>

#include "account/exchange.h"
#include "base/config.h"
#include "base/deadline.h"
#include "base/sql.h"
#include "base/template.h"
#include "person/directory.h"
#include "phone/profile.h"
#include "phone/tftp_folder.h"
#include "phone/web_passwords.h"
#include "registration/form.h"
#include "store/fetches.h"
#include "store/store.h"

namespace spaconf {

/// The services of a program, in the order in which they need each other. Nothing
/// connects before it is asked. Throws Misconfigured.
struct Services {
  explicit Services(const Config& config);

  /// The rules of the registration form here.
  FormRules form_rules() const;
  /// Throws Unavailable, once per process, unless our tables and the exchange's are
  /// as this program wants them.
  void require_databases();

  Deadline deadline;  ///< Of the request that is being answered; never comes where there is none
  Templates templates;
  sql::Connection database;
  Store store;
  std::unique_ptr<Directory> directory;
  Exchange exchange;
  Profiles profiles;
  WebPasswords web_passwords;
  TftpFolder tftp_folder;
  Fetches fetches;

 private:
  bool databases_seen_ = false;
};

}  // namespace spaconf
