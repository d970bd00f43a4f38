// Compares the version that a client saw with the current one.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "store/store.h"
#include "web/message.h"

namespace spaconf::api {

/// Someone else has changed the phone since the client saw it. Becomes a 412.
class Outdated : public std::runtime_error {
 public:
  Outdated(int version, std::vector<std::string> differences);
  /// The current version.
  int version() const { return version_; }
  /// What was changed, in sentences; empty when the client's version is not kept.
  const std::vector<std::string>& differences() const { return differences_; }

 private:
  int version_;
  std::vector<std::string> differences_;
};

/// The version that If-Match names, which is an entity tag of phone_json.h; that of `record` for
/// "*". Throws Refusal: 428 the request has no If-Match, 400 it names something else.
int version_in(const web::Request& request, const Record& record);

/// What tells a client that had this version what became of it.
Outdated outdated(Store& store, const Record& record, int version);

}  // namespace spaconf::api
