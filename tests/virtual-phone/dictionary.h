// Which parameters a model with a firmware understands, and what they are when it leaves the
// factory.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model.h"

namespace virtual_phone {

/// Name -> factory default of everything that can be set. Names are case-sensitive; what is not
/// here is ignored when a profile sets it. Source: vendor guides 3.01 and 5.2, and public dumps of
/// 5.1.15 and 6.1.x; where those leave open whether a model has it, it has.
std::map<std::string, std::string> factory_settings(const Model& model, std::string_view firmware);

}  // namespace virtual_phone
