// Reads the CGI variables of a request.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "web/message.h"

namespace spaconf::web {

/// A request's parameters. A parameter with two different values counts as missing,
/// because a stock include of the web server may set the user before our snippet does.
class CgiVariables {
 public:
  /// `list` is "NAME=value" texts with a null pointer after the last; they must outlive this.
  explicit CgiVariables(const char* const* list);

  /// Empty when it is missing.
  std::string operator[](std::string_view name) const;
  /// Were there too many parameters? Then the rest was not read.
  bool are_too_many() const { return are_too_many_; }

 private:
  std::map<std::string_view, std::string_view> values_;
  bool are_too_many_ = false;
};

/// Reads at most this many bytes of the body into the buffer; returns how many, 0 at its end.
using ReadBody = std::function<int(char* to, int size)>;

/// The request without its body. Throws Refused: 404 outside of the base path, 400 too many
/// parameters.
Request read_head(const CgiVariables& parameters, const std::string& base_path);
/// The request's body of at most `largest` bytes. Throws Refused: 411 a body of unknown length, 413
/// a body that is too long, 400 one that is shorter than announced.
std::string read_body(const CgiVariables& parameters, std::size_t largest, const ReadBody& read);

}  // namespace spaconf::web
