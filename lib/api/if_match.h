// Compares the version that a client saw with the current one.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "store/store.h"
#include "web/message.h"

namespace spaconf::api {

/// The phone is not what the client expects, so that nothing was changed. Becomes a problem with
/// the registration, its version and the differences.
class ConditionFailed : public std::runtime_error {
 public:
  /// `status` is 412, or 428 when the request has no condition; `differences` are sentences.
  ConditionFailed(int status, const std::string& detail, const Record& record,
                  std::vector<std::string> differences);
  int status() const { return status_; }
  const std::string& ref() const { return ref_; }
  /// The current version.
  int version() const { return version_; }
  /// What differs; empty when that is not known.
  const std::vector<std::string>& differences() const { return differences_; }

 private:
  int status_;
  std::string ref_;
  int version_;
  std::vector<std::string> differences_;
};

/// True for "If-Match: *".
bool accepts_any_version(const web::Request& request);

/// The version that If-Match names, which has entity tags of phone_json.h: that of `record` for "*"
/// and for a list with its tag, 0 when no tag names another. Throws Refusal: 428 the request has no
/// If-Match, 400 it has no entity tags.
int version_in(const web::Request& request, const Record& record);

/// What tells a client that had this version what became of it: someone else has changed the phone.
ConditionFailed outdated(Store& store, const Record& record, int version);

/// What `change` gives, which reads the phone and changes it. A client that accepts any version
/// does not learn that someone else's change came in between: `change` is repeated, a few times.
web::Response of_any_version(const web::Request& request,
                             const std::function<web::Response()>& change);

}  // namespace spaconf::api
