// GET /registrations?login=&mac=&serial=&state=&q=&cursor=&limit=: lists registrations.
#pragma once

#include <span>
#include <string_view>

#include "api/call.h"
#include "base/fields.h"
#include "store/search.h"

namespace spaconf::api {

/// One page of the registrations that match all parameters, the latest first. The page's "next" is
/// the cursor of the following one; null when there is none.
Answer list_call;

/// Throws Refusal(400) for a parameter that is not among those `known`, or whose value has a
/// control character.
void refuse_unknown(const Fields& query, std::span<const std::string_view> known);
/// The search that the parameters ask for. Throws Refusal(400): a parameter is unknown or wrong.
Search search_in(const Fields& query);
/// The size of a page: 1 to 100, usually 50. Throws likewise.
int limit_in(const Fields& query);

}  // namespace spaconf::api
