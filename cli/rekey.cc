// spaconf rekey: encrypts the stored passwords again after a change of [database] key_file.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "base/crypto.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"
#include "progress.h"
#include "store/password_seal.h"
#include "store/schema.h"

namespace spaconf::cli {
namespace {

constexpr int exit_unopened = 2;

constexpr const char* next_steps =
    N_("Next:\n"
       "  1. run `spaconf rekey` again, until it encrypts none\n"
       "  2. run `spaconf regenerate`: the passwords of the phones' own web pages have changed\n"
       "  3. remove former_key_file from [database] and restart the programs\n"
       "  4. delete the former key here; backups of the database from before need it\n");

void require_two_keys(const Section& section, const SealKeys& keys) {
  if (keys.former.empty()) {
    section.wrong("former_key_file",
                  "[database] lacks former_key_file. It names the former key, and key_file the new "
                  "one");
  }
  if (constant_time_equal(keys.current.reveal(), keys.former.reveal())) {
    section.wrong("former_key_file", "former_key_file and key_file hold the same key");
  }
}

int print(const Resealed& done) {
  print_line(counted("{count} password encrypted again; {current} were already",
                     "{count} passwords encrypted again; {current} were already",
                     std::int64_t(done.count), {{"current", std::int64_t(done.current)}}));
  if (done.unopened.empty()) {
    std::fputs(_(next_steps), stdout);
    return 0;
  }
  for (const std::string& account : done.unopened) {
    std::fprintf(stderr, "spaconf: %s: %s\n", account.c_str(),
                 _("neither key decrypts the password"));
  }
  std::fprintf(stderr, "%s\n", _("Set new passwords for these accounts with `spaconf password`."));
  return exit_unopened;
}

int run() {
  const Config config(Config::usual_file());
  const Section section = config.section("database");
  const SealKeys keys = seal_keys(section);
  require_two_keys(section, keys);
  sql::Connection database(section);
  require_schema(database);
  if (!is_watched()) return print(reseal_passwords(database, PasswordSeal(keys)));
  const Resealed done = reseal_passwords(database, PasswordSeal(keys), show_progress);
  std::fputs("\n", stderr);
  return print(done);
}

}  // namespace

Run rekey(CLI::App& app) {
  app.footer(
      _("Exit code: 0 every password is encrypted with key_file, 2 some could not be decrypted."));
  return run;
}

}  // namespace spaconf::cli
