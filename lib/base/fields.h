// Holds the fields of a form as plain values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spaconf {

/// Names and values in the order sent. Names are exact; values are as typed.
class Fields {
 public:
  using Field = std::pair<std::string, std::string>;  ///< Name and value

  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }

  /// Empty when it was not sent.
  std::string text(std::string_view name) const;
  /// Every value of a field that may repeat.
  std::vector<std::string> texts(std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<Field>& all() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

}  // namespace spaconf
