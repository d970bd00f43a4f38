// Finds rows of one batch that exclude each other.
#pragma once

#include <vector>

#include "bulk/batch_registration.h"

namespace spaconf::api {

/// By their places: those that have the address or the hostname of an earlier one, or a number that
/// an earlier one gives to another person or, of a software phone, to the same. The sentence names
/// the earlier row. Rows that are refused already are nullptr.
RefusedPhones conflicts_within(const std::vector<const RegistrationRequest*>& rows);

}  // namespace spaconf::api
