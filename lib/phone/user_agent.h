// Reads model and firmware from a phone's SIP User-Agent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "phone/model.h"

namespace spaconf {

/// Model and firmware, as the phone reports them.
struct UserAgent {
  const Model* model;
  std::string firmware;  ///< "6.1.5(a)"
};

/// Reads "Linksys/SPA942-6.1.5(a)". Empty for other models: another vendor's phone,
/// a software phone, or a phone with a changed SIP_User_Agent_Name.
/// Source: REGISTER requests seen in the field, of firmware 5.1.8 to 6.1.5(a).
std::optional<UserAgent> parse_user_agent(std::string_view text);

}  // namespace spaconf
