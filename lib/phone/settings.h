// The administrator's own values for the phones' parameters, laid over a template.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/config.h"
#include "phone/model.h"

namespace spaconf {

/// The text of a profile's template with the settings of [phone.settings] and, over
/// them, of [phone.settings.MODEL] in it: each takes the place of the template's
/// element of that name, or is added at the end. "{n}" in a name stands for every
/// line. Throws Misconfigured: a name that is no parameter's, one that belongs to
/// the registration, a value that no phone can be given.
std::string with_settings(const std::string& text, const Section& settings, const Model& model);

}  // namespace spaconf
