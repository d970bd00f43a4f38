// spaconf token: adds, changes and revokes clients of the API, and gives them tokens.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>

#include "base/config.h"
#include "base/local_time.h"
#include "base/text.h"
#include "commands.h"
#include "invoking_user.h"
#include "registration/audit_events.h"
#include "store/store.h"
#include "typed_client.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string name;
  std::optional<std::string> certificate, expires;
  std::vector<std::string> scopes, networks;
};

/// Our tables.
struct Tables {
  explicit Tables(const Config& config)
      : database(config.section("database")),
        store(database, seal_keys(config.section("database"))) {
    store.require_schema();
  }
  sql::Connection database;
  Store store;
};

std::string joined_names(const std::set<Scope>& scopes) {
  std::vector<std::string> names;
  for (Scope scope : scopes) names.emplace_back(name(scope));
  return joined(names, ",");
}

std::runtime_error no_such_client(const std::string& name) {
  return std::runtime_error("there is no client " + name + ", or it has no token that is valid");
}

/// What the options say of the client; the rest stays.
void apply(const Options& options, Client& client) {
  if (!options.scopes.empty()) client.scopes = scopes_in(options.scopes);
  if (options.certificate) client.certificate = certificate_in(*options.certificate);
  if (!options.networks.empty()) client.networks = networks_in(options.networks);
  if (options.expires) client.expires = last_day_in(*options.expires);
}

/// "portal, scopes read,change, network 192.0.2.0/24, until 2027-01-31"
std::string description(const Client& client) {
  std::string text = client.name + ", scopes " + joined_names(client.scopes);
  if (!client.certificate.empty()) text += ", certificate " + client.certificate;
  for (const Network& network : client.networks) text += ", network " + network.text();
  if (client.expires) text += ", until " + *client.expires;
  return text;
}

void record(Store& store, AuditEvent event, const std::string& detail) {
  store.audit_trail.add(invoking_user(), name(event), "", detail);
}

/// Changes the client in a transaction, and says what is in use already.
void transact(Store& store, const std::string& name, const std::function<void()>& change) {
  try {
    store.transact(change);
  } catch (const sql::Duplicate& duplicate) {
    if (duplicate.key() == "client_certificate_subject") {
      throw std::runtime_error("another client has this certificate: see spaconf token list");
    }
    if (duplicate.key() != "client_name") throw;
    throw std::runtime_error("there is or was a client " + name + ": choose another name");
  }
}

/// Prints the token alone to standard output.
int give(const Secret& token, const std::string& name, const char* sentence) {
  std::fprintf(stderr, "%s: %s\n", name.c_str(), sentence);
  if (std::printf("%s\n", token.reveal().c_str()) < 0 || std::fflush(stdout) != 0) {
    throw std::runtime_error("the token could not be printed; run spaconf token rotate " + name);
  }
  return 0;
}

int add(const Options& options) {
  Client client;
  client.name = client_name_in(options.name);
  apply(options, client);
  Tables tables{Config(Config::usual_file())};
  std::optional<Secret> token;
  transact(tables.store, client.name, [&] {
    token = tables.store.clients.add(client);
    record(tables.store, AuditEvent::client_added, description(client));
  });
  if (token) return give(*token, client.name, "added; the token is not shown again");
  std::fprintf(stderr, "%s: added, with a certificate and no token\n", client.name.c_str());
  return 0;
}

int change_client(const Options& options) {
  if (options.scopes.empty() && options.networks.empty() && !options.certificate &&
      !options.expires) {
    throw std::runtime_error(
        "nothing to change: give --scope, --network, --expires or --certificate");
  }
  Tables tables{Config(Config::usual_file())};
  transact(tables.store, options.name, [&] {
    auto client = tables.store.clients.lock(options.name);
    if (!client) throw no_such_client(options.name);
    apply(options, *client);
    tables.store.clients.change(*client);
    record(tables.store, AuditEvent::client_changed, description(*client));
  });
  std::fprintf(stderr, "%s: changed\n", options.name.c_str());
  return 0;
}

int rotate(const Options& options) {
  Tables tables{Config(Config::usual_file())};
  std::optional<Secret> token;
  tables.store.transact([&] {
    token = tables.store.clients.rotate(options.name);
    if (!token) throw no_such_client(options.name);
    record(tables.store, AuditEvent::token_rotated, options.name);
  });
  return give(*token, options.name,
              "the new token is not shown again, and the former one is valid for another day");
}

int revoke(const Options& options) {
  Tables tables{Config(Config::usual_file())};
  tables.store.transact([&] {
    if (!tables.store.clients.revoke(options.name)) throw no_such_client(options.name);
    record(tables.store, AuditEvent::client_revoked, options.name);
  });
  std::fprintf(stderr, "%s: revoked\n", options.name.c_str());
  return 0;
}

std::string state_of(const Client& client) {
  if (!client.revoked.empty()) return "revoked " + local_time(client.revoked);
  if (client.has_expired) return "expired " + *client.expires;
  return client.expires ? "valid until " + *client.expires : "valid";
}

int list(const Options&) {
  const Config config(Config::usual_file());
  use_time_zone(time_zone_in(config.section("web")));
  Tables tables(config);
  for (const Client& client : tables.store.clients.all()) {
    const std::string use =
        client.last_used.empty() ? "never used" : "last used " + local_time(client.last_used);
    std::printf("%s: %s, %s\n   scopes %s\n", client.name.c_str(), state_of(client).c_str(),
                use.c_str(), joined_names(client.scopes).c_str());
    if (!client.certificate.empty()) {
      std::printf("   certificate %s\n", client.certificate.c_str());
    }
    for (const Network& network : client.networks) {
      std::printf("   network %s\n", network.text().c_str());
    }
  }
  return 0;
}

/// Explains the scopes.
std::string footer() {
  std::string text = "Scopes:";
  for (const ScopeName& each : scope_names) {
    text += "\n  " + std::string(each.name) + ": " + std::string(each.permits);
  }
  return text;
}

void add_options(CLI::App& app, Options& options, bool is_new) {
  app.add_option("--scope", options.scopes, "what it may do, such as read,register")
      ->required(is_new)
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--network", options.networks,
                 "where it may connect from, such as 192.0.2.0/24; any")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--expires", options.expires,
                 "the last day of its tokens in UTC, such as 2027-01-31; never");
  app.add_option("--certificate", options.certificate,
                 "the subject of its TLS certificate, such as CN=portal,O=Example");
  app.footer(footer());
}

struct Part {
  const char *name, *what;
  int (*run)(const Options& options);
};

constexpr Part parts[] = {
    {"add", "add a client and print its token, once", add},
    {"change", "change a client, which keeps its token", change_client},
    {"list", "list all clients", list},
    {"revoke", "end all tokens and the certificate of a client for ever", revoke},
    {"rotate", "print another token for a client, once", rotate},
};

}  // namespace

Run token(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::map<const CLI::App*, int (*)(const Options&)> runs;
  app.require_subcommand(1);
  for (const Part& part : parts) {
    CLI::App* sub = app.add_subcommand(part.name, part.what);
    runs[sub] = part.run;
    if (part.run != list) sub->add_option("name", options->name, "the client's name")->required();
    if (part.run == add || part.run == change_client) add_options(*sub, *options, part.run == add);
  }
  return [&app, options, runs] { return runs.at(app.get_subcommands().front())(*options); };
}

}  // namespace spaconf::cli
