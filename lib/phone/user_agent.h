// The SIP User-Agent of a phone: model and firmware.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "phone/model.h"

namespace spaconf {

/// A phone by its own account.
struct UserAgent {
  const Model* model;
  std::string firmware;  ///< "6.1.5(a)"
};

/// Reads "Linksys/SPA942-6.1.5(a)". Empty when it is none of our models: another maker's
/// phone, a program, or a phone whose SIP_User_Agent_Name somebody has set.
/// Source: REGISTER requests seen in the field, of firmware 5.1.8 to 6.1.5(a).
std::optional<UserAgent> parse_user_agent(std::string_view text);

}  // namespace spaconf
