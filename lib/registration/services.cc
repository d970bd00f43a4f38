// Builds the services from the configuration.
#include "registration/services.h"

#include <algorithm>
#include <chrono>

#include "base/translation.h"
#include "registration/plans.h"

namespace spaconf {
namespace {

/// A step's name, "campus-a: staging folder", has 64 characters in the table.
constexpr std::size_t longest_node_name = 40;

/// This machine's name among those with a TFTP folder.
std::string profile_node(const Section& phone) {
  const std::string name = phone.text("node", "");
  const bool is_word = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  if (is_word && name.size() <= longest_node_name) return name;
  phone.wrong("node", "node must be a short name such as \"campus-a\": a-z, 0-9, - and .");
}

/// How long a process may take between two requests to reconnect to a slow database.
constexpr std::chrono::seconds restore_time{15};

}  // namespace

Services::Services(const Config& config, std::string_view program)
    : Services(config, program, seal_keys(config.section("database"))) {}

Services::Services(const Config& config, std::string_view program, const SealKeys& keys)
    : templates(config.top()),
      database(config.section("database"), program, &deadline),
      store(database, keys, profile_node(config.section("phone"))),
      directory(make_directory(config.section("person"), &deadline)),
      exchange(config.section("account"), templates, database, program, &deadline),
      profiles(config.section("phone"), exchange.proxy(), templates),
      web_passwords(keys.current),
      tftp_folder(config.section("phone"),
                  program == "form" ? FolderUse::names : FolderUse::writes),
      publisher(store, exchange, profiles, web_passwords, tftp_folder),
      phone_changer(store, exchange, publisher, templates),
      fetches(config.section("phone"), database, store.events, profiles,
              store.profile_nodes.own()) {
  use_site_language(language_in(config.section("web")));
}

FormRules Services::form_rules() const {
  FormRules rules;
  for (const Permission& permission : exchange.permissions()) {
    rules.permissions.push_back(permission.first);
  }
  rules.has_known_oui = [this](const Mac& mac) { return profiles.has_known_oui(mac); };
  rules.setting_error = [this](const Setting& setting) { return profiles.setting_error(setting); };
  rules.domain = exchange.domain();
  rules.password_width = exchange.password_width();
  return rules;
}

Asked Services::asked(const Record& record, const Fields& typed) {
  return {.record = record,
          .typed = typed,
          .directory = *directory,
          .store = store,
          .domain = exchange.domain(),
          .rules = form_rules()};
}

void Services::prepare_for_next() noexcept {
  if (deadline.is_over()) {
    deadline.set(restore_time);
    database.restore();
    exchange.restore();
  }
  deadline.clear();
  exchange.renew_time();
}

void Services::require_databases() {
  store.require_schema();
  exchange.require();
}

}  // namespace spaconf
