// The phone's settings, which survive loss of power when they are kept in a file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "model.h"

namespace virtual_phone {

class Flash {
 public:
  /// Factory settings, and over them what an earlier run left in `file`, an object of name and
  /// value in JSON; kept in memory only when `file` is empty.
  Flash(const Model& model, std::string_view firmware, std::filesystem::path file);

  /// Empty for a parameter that this phone does not know.
  const std::string& operator[](std::string_view name) const;

  /// A setting of extension n: of("Proxy", 2) is Proxy_2_.
  const std::string& of(std::string_view name, int n) const;

  /// Phones write Yes and No; the case of an answer does not matter.
  bool is_yes(std::string_view name) const;
  bool is_yes(std::string_view name, int n) const;

  /// The number at the beginning of a setting, `otherwise` when there is none.
  double number(std::string_view name, double otherwise) const;

  bool knows(std::string_view name) const { return values_.contains(std::string(name)); }

  /// True when the value is another than before. A parameter must be known.
  bool set(std::string_view name, std::string_view value);

  /// Writes the file, whole.
  void save() const;

 private:
  std::map<std::string, std::string> factory_, values_;
  std::filesystem::path file_;
};

}  // namespace virtual_phone
