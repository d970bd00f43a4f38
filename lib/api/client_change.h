// Carries out a change of a registered phone for a client.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/call.h"
#include "api/on_behalf_of.h"
#include "registration/change.h"

namespace spaconf::api {

/// One change that a client asks for. Refers to what it is made from.
class ClientChange {
 public:
  /// `content` is the same for the same request.
  ClientChange(const Call& call, const SealedRecord& record, const SentForm& sent,
               const std::string& content);

  /// Carries out the change that `plan` gives, or shows its effects in a dry run, and gives the
  /// phone as it is then. `plan` gives nothing when there is nothing to do. Throws Refusal and
  /// ConditionFailed about If-Match, Conflict for a retired phone, and what `plan` and the change
  /// throw.
  web::Response answer(const std::function<std::optional<Change>()>& plan) const;

 private:
  void complete(Change& change, int version) const;
  void carry_out(const Change& change) const;

  const Call& call_;
  Services& services_;
  const SealedRecord& record_;
  const SentForm& sent_;
  std::string key_, fingerprint_;
};

/// The answer to a change that has nothing to do: the phone as it is, or no effects in a dry run.
web::Response unchanged(const Call& call, const Record& record);

}  // namespace spaconf::api
