// The table of phone models.
#include "phone/model.h"

#include "base/translation.h"

namespace spaconf {
namespace {

// Source: CESNET TR 7/2008, table 1. A software phone has one account.
constexpr Model table[] = {
    // name      label                       ports lines line keys
    {"spa921", "Linksys SPA921", 1, 1, 0}, {"spa922", "Linksys SPA922", 2, 1, 0},
    {"spa941", "Linksys SPA941", 1, 4, 4}, {"spa942", "Linksys SPA942", 2, 4, 4},
    {"spa962", "Linksys SPA962", 2, 6, 6}, {"software", N_("Software phone"), 0, 1, 0},
};

}  // namespace

std::span<const Model> models() { return table; }

const Model* find_model(std::string_view name) {
  for (const Model& model : table) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

}  // namespace spaconf
