// GET /events?after=&limit=: lists what happened to phones, in order.
#pragma once

#include "api/call.h"

namespace spaconf::api {

/// The events that follow `after`, which is the "next" of an earlier answer; without it, those from
/// the first that is kept. Their "next" is the `after` of the following call, also when there are
/// no events.
Answer events_call;

}  // namespace spaconf::api
