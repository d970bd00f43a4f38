// Fuzzes the logs of TFTP and web servers: only what is there is a fetch.
#include <arpa/inet.h>

#include <cstdlib>

#include "phone/fetch_log.h"
#include "property.h"

using namespace spaconf;

namespace {

constexpr std::time_t now = 1795428000;  // 2026-11-23

std::string file_name(const Mac& mac) { return "spa" + mac.plain() + ".cfg"; }

bool is_address(const std::string& text) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool has_zone = ::setenv("TZ", "UTC", 1) == 0;
  const std::string_view text = fuzz::text_of(data, size);
  int without_time = 0;
  const auto fetches = fetches_in(text, file_name, now, &without_time);
  fuzz::require(has_zone && without_time >= 0, "lines without a time are counted");
  for (const Fetch& fetch : fetches) {
    fuzz::require(fetch.at >= 0 && fetch.at <= now, "a fetch was after 1970 and before now");
    fuzz::require(text.find(file_name(fetch.mac)) != text.npos, "the file's name is in the log");
    const bool has_address = !fetch.address.empty();
    fuzz::require(
        !has_address || (is_address(fetch.address) && text.find(fetch.address) != text.npos),
        "the address is in the log");
    fuzz::require(has_address || fetch.source == LogSource::phone, "only a phone has no address");
  }
  return 0;
}
