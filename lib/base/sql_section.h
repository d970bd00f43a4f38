// Reads a database's section of the configuration: its server or its cluster, and the user.
#pragma once

#include <string_view>

#include "base/config.h"
#include "base/sql_client.h"

namespace spaconf::sql {

/// The programs that may have a user of their own: form.fcgi, which only reads, api.fcgi, and
/// spaconf migrate, which changes the structure of the tables.
constexpr std::string_view programs_with_own_user[] = {"api", "form", "migrate"};

/// Whose a database is.
struct Ownership {
  std::string_view service;   ///< How errors name it
  std::string_view name_key;  ///< The key of its section that has its name
  bool may_be_cluster;        ///< Does its section have the key hosts?
};
constexpr Ownership ours{"database", "name", true}, the_exchanges{"exchange", "database", false};

/// A host as the configuration has it: "192.0.2.1:3306", "db.example.org" or "[2001:db8::1]:3306".
/// Empty when it is something else.
std::optional<Address> address_of(std::string_view text);
/// Its inverse, always with the port.
std::string text_of(const Address& address);

/// Reads socket, host and port or hosts, ca_file, name, user and password_file, and the program's
/// user. Throws Misconfigured.
Server server_of(const Section& section, std::string_view program, const Ownership& ownership);

}  // namespace spaconf::sql
