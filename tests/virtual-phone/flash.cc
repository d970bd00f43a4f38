// Settings over factory settings; the file holds only those that differ.
#include "flash.h"

#include <strings.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dictionary.h"

namespace virtual_phone {

Flash::Flash(const Model& model, std::string_view firmware, std::filesystem::path file)
    : factory_(factory_settings(model, firmware)), values_(factory_), file_(std::move(file)) {
  std::ifstream in(file_);
  if (!in) return;
  const nlohmann::json kept = nlohmann::json::parse(in);
  for (const auto& [name, value] : kept.items())
    if (values_.contains(name)) values_[name] = value.get<std::string>();
}

const std::string& Flash::operator[](std::string_view name) const {
  static const std::string nothing;
  const auto found = values_.find(std::string(name));
  return found == values_.end() ? nothing : found->second;
}

const std::string& Flash::of(std::string_view name, int n) const {
  return (*this)[std::string(name) + "_" + std::to_string(n) + "_"];
}

bool Flash::is_yes(std::string_view name) const {
  return strcasecmp((*this)[name].c_str(), "yes") == 0;
}

bool Flash::is_yes(std::string_view name, int n) const {
  return strcasecmp(of(name, n).c_str(), "yes") == 0;
}

double Flash::number(std::string_view name, double otherwise) const {
  const std::string& text = (*this)[name];
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end == text.c_str() ? otherwise : value;
}

bool Flash::set(std::string_view name, std::string_view value) {
  std::string& kept = values_.at(std::string(name));
  if (kept == value) return false;
  kept = value;
  return true;
}

void Flash::save() const {
  if (file_.empty()) return;
  nlohmann::json changed = nlohmann::json::object();
  for (const auto& [name, value] : values_)
    if (value != factory_.at(name)) changed[name] = value;
  const std::filesystem::path fresh = file_.string() + ".new";
  std::ofstream(fresh) << changed.dump(2) << '\n';
  std::filesystem::rename(fresh, file_);
}

}  // namespace virtual_phone
