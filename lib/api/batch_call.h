// POST /registrations/batch: registers many phones at once.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// Registers the phones in the body, all or none of them; with "partial": true those that can be.
/// The answer has a verdict on each, in their order; it is a problem when nothing was done because
/// of one of them. Repeating it with the same Idempotency-Key changes nothing, and gives the same
/// verdicts. With ?dry_run=true it gives the verdicts and changes nothing.
Answer batch_call;

/// The most bytes of its body.
constexpr std::size_t largest_batch = 4 << 20;

}  // namespace spaconf::api
