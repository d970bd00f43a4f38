// Fuzzes configuration files: each is read, or refused with file and line.
#include <functional>

#include "base/config.h"
#include "base/error.h"
#include "base/sql_section.h"
#include "memory_file.h"
#include "person/directory.h"
#include "ticket/ticket_system.h"
#include "web/identity.h"

using namespace spaconf;

namespace {

/// The sections as the programs read them; each may be refused.
const std::function<void(const Config&)> readers[] = {
    [](const Config& config) {
      const Section web = config.section("web");
      web.text("base_path", "/spaconf");
      web.number("form_workers", 8, 1, 256);
      const web::Identity identity(web, {});
      identity.login_of("EXAMPLE\\Novak");
    },
    [](const Config& config) {
      sql::server_of(config.section("database"), "form", sql::ours);
      config.section("database").key("key_file");
    },
    [](const Config& config) { make_directory(config.section("person")); },
    [](const Config& config) { make_ticket_system(config.section("ticket")); },
    [](const Config& config) { make_ticket_address(config.section("ticket"))(7); },
    [](const Config& config) {
      const Section phone = config.section("phone");
      phone.path("root");
      phone.one_or_more("server");
      const Section settings = phone.section("settings");
      settings.pairs();
      for (const std::string& name : settings.sections()) settings.section(name).pairs();
    },
    [](const Config& config) { config.top().text("templates"); },
    [](const Config& config) { config.refuse_unknown_keys(); },
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file(100), key(101);
  key.write("0123456789abcdef0123456789abcdef");
  const std::string_view text = fuzz::text_of(data, size);
  file.write(text);
  try {
    const Config config(file.path());
    for (const auto& read : readers) {
      try {
        read(config);
      } catch (const Misconfigured& error) {
        fuzz::require_place(error.what(), file, text);
      }
    }
  } catch (const Misconfigured& error) {
    fuzz::require_place(error.what(), file, text);
  }
  return 0;
}
