// A request to the API that is refused, with its HTTP status and headers.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace spaconf::api {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request that is refused without any effect.
class Refusal : public std::runtime_error {
 public:
  /// `detail` is a sentence for the client's log.
  Refusal(int status, const std::string& detail, Headers headers = {})
      : std::runtime_error(detail), status_(status), headers_(std::move(headers)) {}
  int status() const { return status_; }
  const Headers& headers() const { return headers_; }

 private:
  int status_;
  Headers headers_;
};

}  // namespace spaconf::api
