// Formats the lines of metrics and escapes the values of their labels.
#include "base/metrics_text.h"

#include "base/text.h"

namespace spaconf {
namespace {

std::string escaped(std::string_view value) {
  return replaced(replaced(replaced(value, "\\", "\\\\"), "\"", "\\\""), "\n", "\\n");
}

}  // namespace

void MetricsText::begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_ += "# HELP " + name_ + " ";
  text_.append(help);
  text_ += "\n# TYPE " + name_ + " ";
  text_.append(type) += "\n";
}

void MetricsText::add(Labels labels, std::string_view value, std::string_view suffix) {
  text_ += name_;
  text_.append(suffix);
  std::string_view before = "{";
  for (const auto& [name, content] : labels) {
    text_.append(before).append(name) += "=\"" + escaped(content) + "\"";
    before = ",";
  }
  if (labels.size() > 0) text_ += "}";
  text_ += " ";
  text_.append(value) += "\n";
}

}  // namespace spaconf
