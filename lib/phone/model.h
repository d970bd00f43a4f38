// Defines the phone models, from Table 1 of the report.
#pragma once

#include <span>
#include <string_view>

namespace spaconf {

/// A kind of phone that can be registered.
struct Model {
  std::string_view name;   ///< As in forms and file names: "spa942"
  std::string_view label;  ///< As people say it: "Linksys SPA942"
  int ports;               ///< RJ-45 ports; 0 for a software phone
  int lines;               ///< How many accounts it can have
  int line_keys;           ///< Keys beside the display that can belong to a line

  /// A telephone with a MAC address and a profile, not a software phone.
  bool is_hardware() const { return ports > 0; }
};

/// All models, in the order of the form.
std::span<const Model> models();

/// The model of that name; nullptr for an unknown name.
const Model* find_model(std::string_view name);

/// The model that a new form has chosen.
constexpr std::string_view usual_model = "spa942";

/// The largest number of lines of any model.
constexpr int most_lines = 6;

}  // namespace spaconf
