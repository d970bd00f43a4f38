// Keys of requests that were carried out, so that each is carried out once.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"

namespace spaconf {

/// A request that was carried out before.
struct StoredAnswer {
  std::string fingerprint;  ///< What it asked for
  std::string ref;          ///< What came of it; empty for a batch
  std::string batch = {};   ///< Of a batch: what came of its rows, as its caller writes it
};

/// A request with its key.
struct StoredRequest {
  std::string key;
  StoredAnswer answer;
};

/// The table of requests.
class RequestKeys {
 public:
  RequestKeys(sql::Connection& database, LockOrder& locks) : database_(database), locks_(locks) {}

  /// Without what came of a batch.
  std::optional<StoredAnswer> answer(const std::string& actor, const std::string& key);
  /// Of those of many requests that were carried out before, by their keys.
  std::map<std::string, StoredAnswer> answers(const std::string& actor,
                                              const std::vector<std::string>& keys);
  /// What came of the rows of a batch; empty for other requests.
  std::string batch(const std::string& actor, const std::string& key);
  /// Adds the request's row, which stays locked until the transaction ends. Throws
  /// sql::Duplicate("request_key") when the request was carried out before.
  void claim(const std::string& actor, const std::string& key, const StoredAnswer& answer);
  /// The same for many requests, none of which is a batch.
  void claim_all(const std::string& actor, const std::vector<StoredRequest>& requests);
  /// Forgets requests older than this, some at a time, and returns how many.
  std::uint64_t purge(std::chrono::days age);

 private:
  sql::Connection& database_;
  LockOrder& locks_;
};

}  // namespace spaconf
