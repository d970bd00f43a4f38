// spaconf profile: prints a phone's profile, and what today's templates would change in it.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "base/diff.h"
#include "base/error.h"
#include "base/translation.h"
#include "commands.h"
#include "find_phone.h"
#include "phone/masked_profile.h"
#include "registration/services.h"
#include "registration/softphone_settings.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string phone;
  bool secrets = false;
};

SealedRecord with_profile(SealedRecord record) {
  if (!record.wanted.mac) {
    throw std::runtime_error(sentence(_("{ref} has no profile"), {{"ref", record.ref}}));
  }
  return record;
}

int show(Services& services, const Options& options) {
  SealedRecord found = find_phone(services.store, options.phone);
  if (!found.wanted.model->is_hardware()) {
    std::fputs(softphone_settings(services.exchange, services.store.password_seal.opened(found),
                                  options.secrets)
                   .c_str(),
               stdout);
    return 0;
  }
  const SealedRecord record = with_profile(std::move(found));
  const std::string profile = services.publisher.write(services.store.password_seal.opened(record));
  std::fputs(
      (options.secrets ? profile : masked(profile, services.profiles.parameter_table())).c_str(),
      stdout);
  return 0;
}

/// True when the file would not change.
bool compare(Services& services, const SealedRecord& record, bool secrets) {
  if (record.profile == ProfileState::adopted) {
    // In which form it is, and so which parts of it are passwords, is not known.
    throw std::runtime_error(
        _("its profile is from before spaconf and cannot be compared; spaconf profile show prints "
          "what spaconf will write"));
  }
  const ParameterTable& parameter_table = services.profiles.parameter_table();
  const std::string file = services.profiles.file_name(*record.wanted.mac);
  std::string after = services.publisher.write(services.store.password_seal.opened(record));
  std::string before = services.tftp_folder.read(file).value_or("");
  if (before == after) return true;
  if (!secrets) {
    after = masked(after, parameter_table, before);
    before = masked(before, parameter_table);
  }
  const std::string path = services.tftp_folder.path_below_root(file);
  std::string difference = unified_diff(before, after, path, path + " (" + record.ref + ", now)");
  std::fputs(difference.c_str(), stdout);
  return false;
}

/// Reports a phone that cannot be compared.
void report(const Record& record, const std::exception& error) {
  std::fprintf(stderr, "spaconf: %s: %s\n", record.ref.c_str(), error.what());
}

/// Like diff: 0 when nothing would change, 1 when something would, 2 when some cannot be compared.
int diff(Services& services, const Options& options) {
  if (!options.phone.empty()) {
    return compare(services, with_profile(find_phone(services.store, options.phone)),
                   options.secrets)
               ? 0
               : 1;
  }
  constexpr int at_once = 1000;
  bool is_unchanged = true, is_complete = true;
  const std::int64_t last = services.store.profile_queue.last_phone();
  for (std::int64_t first = 1; first <= last; first += at_once) {
    for (const SealedRecord& record :
         services.store.profile_queue.phones(first, first + at_once - 1, nullptr)) {
      if (record.profile == ProfileState::adopted) continue;
      try {
        is_unchanged = compare(services, with_profile(record), options.secrets) && is_unchanged;
      } catch (const Unavailable& error) {
        if (error.service() == "database") throw;
        report(record, error);
        is_complete = false;
      } catch (const std::exception& error) {
        report(record, error);
        is_complete = false;
      }
    }
  }
  if (!is_complete) return 2;
  return is_unchanged ? 0 : 1;
}

}  // namespace

Run profile(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* to_show = app.add_subcommand(
      "show", _("print a phone's profile, or a software phone's account settings"));
  to_show->add_option("phone", options->phone, _("MAC address or reference"))->required();
  CLI::App* to_compare =
      app.add_subcommand("diff", _("print what would change in the TFTP folder"));
  to_compare->add_option("phone", options->phone,
                         _("MAC address or reference; default: all phones"));
  for (CLI::App* each : {to_show, to_compare}) {
    each->add_flag("--secrets", options->secrets, _("print passwords instead of asterisks"));
  }
  return [options, to_show] {
    Services services{Config(Config::usual_file())};
    services.require_databases();
    return to_show->parsed() ? show(services, *options) : diff(services, *options);
  };
}

}  // namespace spaconf::cli
