// spaconf token: adds, changes and revokes clients of the API, and gives them tokens.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>

#include "base/config.h"
#include "base/local_time.h"
#include "base/text.h"
#include "base/translation.h"
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
  return std::runtime_error(
      sentence(_("there is no client {name}, or it has no token that is valid"), {{"name", name}}));
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
      throw std::runtime_error(_("another client has this certificate: see spaconf token list"));
    }
    if (duplicate.key() != "client_name") throw;
    throw std::runtime_error(
        sentence(_("there is or was a client {name}: choose another name"), {{"name", name}}));
  }
}

/// Prints the token alone to standard output.
int give(const Secret& token, const std::string& name, const char* message) {
  std::fprintf(stderr, "%s: %s\n", name.c_str(), message);
  if (std::printf("%s\n", token.reveal().c_str()) < 0 || std::fflush(stdout) != 0) {
    throw std::runtime_error(sentence(
        _("the token could not be printed; run spaconf token rotate {name}"), {{"name", name}}));
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
  if (token) return give(*token, client.name, _("added; the token is not shown again"));
  std::fprintf(stderr, "%s: %s\n", client.name.c_str(),
               _("added, with a certificate and no token"));
  return 0;
}

int change_client(const Options& options) {
  if (options.scopes.empty() && options.networks.empty() && !options.certificate &&
      !options.expires) {
    throw std::runtime_error(
        _("nothing to change: give --scope, --network, --expires or --certificate"));
  }
  Tables tables{Config(Config::usual_file())};
  transact(tables.store, options.name, [&] {
    auto client = tables.store.clients.lock(options.name);
    if (!client) throw no_such_client(options.name);
    apply(options, *client);
    tables.store.clients.change(*client);
    record(tables.store, AuditEvent::client_changed, description(*client));
  });
  std::fprintf(stderr, "%s: %s\n", options.name.c_str(), _("changed"));
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
              _("the new token is not shown again, and the former one is valid for another day"));
}

int revoke(const Options& options) {
  Tables tables{Config(Config::usual_file())};
  tables.store.transact([&] {
    if (!tables.store.clients.revoke(options.name)) throw no_such_client(options.name);
    record(tables.store, AuditEvent::client_revoked, options.name);
  });
  std::fprintf(stderr, "%s: %s\n", options.name.c_str(), _("revoked"));
  return 0;
}

std::string state_of(const Client& client) {
  const auto said = [](const char* message, const std::string& time) {
    return sentence(message, {{"time", time}});
  };
  if (!client.revoked.empty()) return said(_("revoked {time}"), local_time(client.revoked));
  if (client.has_expired) return said(_("expired {time}"), *client.expires);
  return client.expires ? said(_("valid until {time}"), *client.expires) : _("valid");
}

void print_part(const char* message, const std::string& value) {
  std::printf("   %s\n", sentence(message, {{"value", value}}).c_str());
}

int list(const Options&) {
  const Config config(Config::usual_file());
  use_time_zone(time_zone_in(config.section("web")));
  Tables tables(config);
  for (const Client& client : tables.store.clients.all()) {
    const std::string use =
        client.last_used.empty()
            ? _("never used")
            : sentence(_("last used {time}"), {{"time", local_time(client.last_used)}});
    std::printf("%s: %s, %s\n", client.name.c_str(), state_of(client).c_str(), use.c_str());
    print_part(_("scopes {value}"), joined_names(client.scopes));
    if (!client.certificate.empty()) print_part(_("certificate {value}"), client.certificate);
    for (const Network& network : client.networks) print_part(_("network {value}"), network.text());
  }
  return 0;
}

/// Explains the scopes.
std::string footer() {
  std::string text = _("Scopes:");
  for (const ScopeName& each : scope_names) {
    text += "\n  " + std::string(each.name) + ": " + std::string(each.permits);
  }
  return text;
}

void add_options(CLI::App& app, Options& options, bool is_new) {
  app.add_option("--scope", options.scopes, _("what it may do, such as read,register"))
      ->required(is_new)
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--network", options.networks,
                 _("where it may connect from, such as 192.0.2.0/24; any"))
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--expires", options.expires,
                 _("the last day of its tokens in UTC, such as 2027-01-31; never"));
  app.add_option("--certificate", options.certificate,
                 _("the subject of its TLS certificate, such as CN=portal,O=Example"));
  app.footer(footer());
}

struct Part {
  const char *name, *what;
  int (*run)(const Options& options);
};

constexpr Part parts[] = {
    {"add", N_("add a client and print its token, once"), add},
    {"change", N_("change a client, which keeps its token"), change_client},
    {"list", N_("list all clients"), list},
    {"revoke", N_("end all tokens and the certificate of a client for ever"), revoke},
    {"rotate", N_("print another token for a client, once"), rotate},
};

}  // namespace

Run token(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::map<const CLI::App*, int (*)(const Options&)> runs;
  app.require_subcommand(1);
  for (const Part& part : parts) {
    CLI::App* sub = app.add_subcommand(part.name, _(part.what));
    runs[sub] = part.run;
    if (part.run != list)
      sub->add_option("name", options->name, _("the client's name"))->required();
    if (part.run == add || part.run == change_client) add_options(*sub, *options, part.run == add);
  }
  return [&app, options, runs] { return runs.at(app.get_subcommands().front())(*options); };
}

}  // namespace spaconf::cli
