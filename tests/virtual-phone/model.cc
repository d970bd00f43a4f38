// Table 1 of the report as rows.
#include "model.h"

namespace virtual_phone {
namespace {

constexpr Model models[] = {
    {"spa921", "SPA921", "921", 1, 0, "5.1.8"},    {"spa922", "SPA922", "922", 1, 0, "6.1.5(a)"},
    {"spa941", "SPA941", "941", 4, 4, "5.1.8"},    {"spa942", "SPA942", "942", 4, 4, "6.1.5(a)"},
    {"spa962", "SPA962", "962", 6, 6, "6.1.5(a)"},
};

}  // namespace

const Model* find_model(std::string_view name) {
  for (const Model& model : models)
    if (model.name == name) return &model;
  return nullptr;
}

}  // namespace virtual_phone
