// Complete profiles per second, in memory, on one core: filled, filled and read back as it is done
// before one is published, and filled and read back as a whole, as it would be without a verifier.
//
//   profile MODEL CONFIGURATION TEMPLATES SECONDS
//
// Prints three lines: profiles per second of processor time, bytes of one, what.
#include "phone/profile.h"

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "phone/flat_profile.h"

namespace {

using namespace spaconf;

/// Processor time, so that whatever else the machine does is left out.
double seconds_used() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

Phone phone(const Model& model, int number) {
  Phone phone{.model = &model,
              .mac = {},
              .hostname = "phone-" + std::to_string(number),
              .name = "Jiri Novak",
              .lines = {},
              .admin_password = Secret("0123456789abcdef0123"),
              .user_password = Secret("3210fedcba9876543210")};
  for (int n = 1; n <= model.lines; ++n) {
    phone.lines.push_back({.position = n,
                           .user = std::to_string(1000 + number % 9000),
                           .domain = "sip.example.org",
                           .password = Secret("k7Wq-p2Xr-9sTz-4mVb"),
                           .display = "Jiri Novak"});
  }
  return phone;
}

void measure(const char* what, const Model& model, double seconds,
             const std::function<std::string(const Phone&)>& act) {
  std::vector<Phone> phones;  // as many as a batch has: the same one would stay in the cache
  for (int i = 0; i < 1000; ++i) phones.push_back(phone(model, i));
  std::size_t bytes = 0, count = 0;
  const double start = seconds_used();
  double passed = 0;
  do {
    for (const Phone& each : phones) bytes += act(each).size();
    count += phones.size();
    passed = seconds_used() - start;
  } while (passed < seconds);
  std::printf("%.0f %zu %s\n", double(count) / passed, bytes / count, what);
}

}  // namespace

int main(int count, char** arguments) {
  const Model* model = count == 5 ? find_model(arguments[1]) : nullptr;
  if (!model) return 2;
  Config config(arguments[2]);
  Templates templates(arguments[3]);
  Profiles profiles(config.section("phone"), "192.0.2.7:5060", templates);
  const double seconds = std::atof(arguments[4]);
  measure("filled", *model, seconds, [&](const Phone& p) { return profiles.fill(p).bytes; });
  measure("filled and read back", *model, seconds,
          [&](const Phone& p) { return profiles.write(p); });
  measure("filled and read back as a whole", *model, seconds, [&](const Phone& p) {
    std::string bytes = profiles.fill(p).bytes;
    parse_flat_profile(bytes);
    return bytes;
  });
}
