// What came of each row of a batch, and how it is stored and answered.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/call.h"
#include "bulk/batch_registration.h"

namespace spaconf::api {

/// What came of one row. A row without reference and errors can be registered.
struct Verdict {
  std::string ref;                  ///< Of its registration, if it was registered
  std::vector<MemberError> errors;  ///< With pointers such as "/registrations/17/mac"
  bool is_conflict = false;         ///< A 409, otherwise a 422
  std::string registration = {};    ///< Which is in the way; empty without one

  bool is_refused() const { return !errors.empty(); }
};
using Verdicts = std::vector<Verdict>;

/// The verdict on a row with these errors, whose pointers begin at the row.
Verdict refusal(std::size_t place, std::vector<MemberError> errors);
Verdict refusal(std::size_t place, const RefusedPhone& phone);

/// How the request table keeps them for a repeated request.
std::string stored(const Verdicts& verdicts);
Verdicts verdicts_in(const std::string& stored);

/// Each as {"status", "ref", "location", "etag"} of a registration as it is now, with "lines" of a
/// software phone whose password is still the first; as {"status", "errors", "registration"} of a
/// refused row; as {"status": `untouched`} of another.
nlohmann::json verdicts_json(const Call& call, const Verdicts& verdicts, int untouched);

/// "2 of 50 registrations are refused", with all their errors and every verdict: 422.
web::Response refused_batch(const Call& call, const Verdicts& verdicts);

}  // namespace spaconf::api
