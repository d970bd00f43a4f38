// Reads the keys of a database's section. Passwords cross the network only encrypted.
#include "base/sql_section.h"

#include "base/host.h"
#include "base/number.h"

namespace spaconf::sql {
namespace {

constexpr unsigned usual_port = 3306;

/// The section that has the program's user. The keys of the other programs are known, too.
Section identity_of(const Section& section, std::string_view program) {
  Section found = section;
  section.where("user");
  section.where("password_file");
  for (std::string_view each : programs_with_own_user) {
    if (!section.has(each)) continue;
    const Section own = section.section(each);
    own.where("user");
    own.where("password_file");
    if (each == program) found = own;
  }
  return found;
}

std::vector<Address> hosts_of(const Section& section) {
  std::vector<Address> hosts;
  for (const std::string& text : section.texts("hosts")) {
    const auto address = address_of(text);
    if (!address) {
      section.wrong("hosts", "\"" + text +
                                 "\" is not a host and its port, such as "
                                 "\"192.0.2.1:3306\"");
    }
    hosts.push_back(*address);
  }
  if (hosts.empty()) section.wrong("hosts", "hosts must name at least one host");
  return hosts;
}

}  // namespace

std::optional<Address> address_of(std::string_view text) {
  const bool has_brackets = text.starts_with('[');
  const auto end = has_brackets ? text.find(']') : text.find(':');
  std::string_view rest;
  Address address{.host = std::string(text.substr(0, end)), .port = usual_port};
  if (has_brackets) {
    if (end == text.npos) return {};
    address.host.erase(0, 1);
    rest = text.substr(end + 1);
  } else if (end != text.npos) {
    rest = text.substr(end);
  }
  if (address.host.empty() || address.host.find_first_of(" /[]") != std::string::npos) return {};
  if (rest.empty()) return address;
  const auto port = whole_number(rest.substr(1), 1, 65535);
  if (rest.front() != ':' || !port) return {};
  address.port = static_cast<unsigned>(*port);
  return address;
}

std::string text_of(const Address& address) {
  const bool is_v6 = address.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

Server server_of(const Section& section, std::string_view program, const Ownership& ownership) {
  const Section identity = identity_of(section, program);
  Server server{.service = std::string(ownership.service),
                .socket = section.text("socket", ""),
                .ca_file = section.has("ca_file") ? section.path("ca_file").string() : "",
                .hosts = {},
                .is_cluster = ownership.may_be_cluster && section.has("hosts"),
                .name = section.text(ownership.name_key),
                .user = identity.text("user"),
                .password = identity.secret("password_file")};
  const std::string host = section.text("host", "");
  const auto port = static_cast<unsigned>(section.number("port", usual_port, 1, 65535));
  const int given = !server.socket.empty() + !host.empty() + server.is_cluster;
  if (given != 1) {
    section.wrong(server.is_cluster ? "hosts"
                  : host.empty()    ? "socket"
                                    : "host",
                  ownership.may_be_cluster ? "give one of socket, host and hosts"
                                           : "give either socket or host");
  }
  if (server.is_cluster) {
    if (section.has("port")) section.wrong("port", "each of hosts has its own port");
    server.hosts = hosts_of(section);
  } else if (!host.empty()) {
    server.hosts = {{host, port}};
  }
  for (const Address& each : server.hosts) {
    if (server.ca_file.empty() && !is_this_machine(each.host)) {
      section.wrong(server.is_cluster ? "hosts" : "host",
                    "passwords would cross the network in clear text: " + each.host +
                        " is another machine and needs a ca_file");
    }
  }
  if (!server.socket.empty() && !server.ca_file.empty()) {
    section.wrong("ca_file", "a connection over a socket is not encrypted; ca_file needs host");
  }
  return server;
}

}  // namespace spaconf::sql
