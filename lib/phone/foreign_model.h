// Tells the model of a phone from its profile and from what it calls itself.
#pragma once

#include <string>
#include <vector>

#include "phone/foreign_profile.h"
#include "phone/model.h"
#include "phone/parameter_table.h"

namespace spaconf {

/// The models that a phone may be.
struct PossibleModels {
  std::vector<const Model*> models;  ///< One: it is known. None: no model fits
  std::string how;                   ///< "by its User-Agent", "by its 4 lines"

  const Model* known() const { return models.size() == 1 ? models.front() : nullptr; }
};

/// `user_agents` are those of the contacts of the phone's accounts, which may also be of other
/// phones. A model fits if it has enough lines for those in use. Of those that fit counts the one
/// that a dump of the phone names, then the one that a User-Agent names, and then the parameters
/// that the profile has.
PossibleModels models_of(const ForeignProfile& profile, const std::vector<std::string>& user_agents,
                         const ParameterTable& parameter_table);

}  // namespace spaconf
