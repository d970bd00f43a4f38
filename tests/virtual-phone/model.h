// The five phones the virtual one can be, and what sets them apart.
#pragma once

#include <string_view>

namespace virtual_phone {

/// One row of the report's Table 1, with what the phone calls itself.
struct Model {
  std::string_view name;      ///< "spa942"
  std::string_view pn;        ///< "SPA942": macro $PN
  std::string_view psn;       ///< "942": macro $PSN
  int lines;                  ///< Extensions 1..lines
  int line_keys;              ///< Keys beside the display
  std::string_view firmware;  ///< The last one Linksys published
};

/// Null when there is no such model. Source: CESNET TR 7/2008, Table 1; firmware: Wazo's plugins.
const Model* find_model(std::string_view name);

}  // namespace virtual_phone
