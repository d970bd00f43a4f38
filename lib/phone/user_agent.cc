// Parses the User-Agent of SPA phones.
// The default SIP_User_Agent_Name is $VERSION: vendor/model-firmware.
#include "phone/user_agent.h"

#include "base/text.h"

namespace spaconf {

std::optional<UserAgent> parse_user_agent(std::string_view text) {
  constexpr std::string_view maker = "Linksys/";
  if (!text.starts_with(maker)) return {};
  text.remove_prefix(maker.size());
  const auto dash = text.find('-');
  const Model* model = find_model(lower(text.substr(0, dash)));
  if (!model || !model->is_hardware() || dash == text.npos) return {};
  return UserAgent{model, std::string(text.substr(dash + 1))};
}

}  // namespace spaconf
