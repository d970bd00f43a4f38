// Reads the body of a batch of registrations.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/batch_verdicts.h"
#include "api/call.h"
#include "api/on_behalf_of.h"

namespace spaconf::api {

/// How many phones a batch may have.
constexpr std::size_t most_rows = 1000;

/// One phone of a batch: its form, or the verdict on what is wrong with it.
struct BatchRow {
  SentForm sent;
  Verdict verdict;
};

/// {"registrations": [{…}, …], "partial": false, "ticket_per_phone": false, "on_behalf_of": ""}, of
/// which only the first must be there.
struct BatchBody {
  std::vector<BatchRow> rows;
  bool is_partial = false;
  bool has_ticket_per_phone = false;  ///< Otherwise all phones have one ticket together
  std::string on_behalf_of = {};      ///< The batch's own
  std::string fingerprint;            ///< The same for the same body, without its passwords
};

/// A phone without a member on_behalf_of has the batch's. Throws InvalidBody and Rejected: the
/// batch as a whole is wrong.
BatchBody batch_in(const nlohmann::json& body);

}  // namespace spaconf::api
