// Looks at how the exchange's existing accounts store passwords and hashes.
#include "account/storage_warnings.h"

#include <algorithm>

namespace spaconf {
namespace {

constexpr int accounts_looked_at = 1000;

struct Sign {
  bool (*is_seen)(const Exchange& exchange, const StoredAccount& account);
  const char* sentence;  ///< After "account NAME"
};

constexpr Sign signs[] = {
    {[](const Exchange& exchange, const StoredAccount& account) {
       return !exchange.stores_passwords() && account.has_password && !account.has_ha1;
     },
     "has a password and no hash: an exchange that computes hashes itself (Kamailio: calculate_ha1 "
     "= 1) lets no account in that has only hashes; set store = \"both\""},
    {[](const Exchange& exchange, const StoredAccount& account) {
       return !exchange.stores_hashes() && account.has_ha1 && !account.ha1_is_of_password;
     },
     "has a hash and not its password: an exchange that compares hashes (Kamailio: calculate_ha1 = "
     "0) lets no account in that has only a password; set store = \"both\""},
    {[](const Exchange& exchange, const StoredAccount& account) {
       return exchange.stores_hashes() && account.has_password && account.has_ha1 &&
              !account.ha1_is_of_password;
     },
     "has a hash that is not its password's in the domain of [account], which must be the "
     "exchange's realm"},
};

}  // namespace

std::vector<std::string> storage_warnings(Exchange& exchange) {
  if (!exchange.returns_accounts()) return {};
  const auto accounts = exchange.stored_after("", accounts_looked_at);
  std::vector<std::string> sentences;
  for (const Sign& sign : signs) {
    const auto found = std::ranges::find_if(
        accounts, [&](const StoredAccount& each) { return sign.is_seen(exchange, each); });
    if (found != accounts.end()) {
      sentences.push_back("exchange: the account " + found->user + " " + sign.sentence);
    }
  }
  return sentences;
}

}  // namespace spaconf
