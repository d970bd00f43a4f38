// Accepts the web server's id of a request, or makes one.
#include "web/request_id.h"

#include "base/crypto.h"

namespace spaconf::web {
namespace {

constexpr std::size_t shortest = 8, longest = 64;
constexpr std::string_view allowed =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@_-";

}  // namespace

std::string request_id(std::string_view passed) {
  const bool is_good = passed.size() >= shortest && passed.size() <= longest &&
                       passed.find_first_not_of(allowed) == passed.npos;
  return is_good ? std::string(passed) : random_text("0123456789abcdef", 16);
}

}  // namespace spaconf::web
