// Writes metrics in Prometheus's text format, version 0.0.4.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace spaconf {

/// The Content-Type of the format. Source: Prometheus, "Exposition formats".
constexpr char metrics_type[] = "text/plain; version=0.0.4; charset=utf-8";

/// The text of metrics, which are added one after the other:
///   # HELP spaconf_tasks Open tasks.
///   # TYPE spaconf_tasks gauge
///   spaconf_tasks{kind="ticket"} 3
class MetricsText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Begins a metric. `type` is "counter", "gauge" or "histogram"; `help` is one sentence.
  void begin(std::string_view name, std::string_view type, std::string_view help);
  /// Adds a value of the current metric; of a histogram also `suffix`: "_bucket", "_sum", "_count".
  void add(Labels labels, std::string_view value, std::string_view suffix = "");

  const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

}  // namespace spaconf
