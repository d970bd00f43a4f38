// A string that will not print itself and leaves nothing behind in memory.
#pragma once

#include <cstring>
#include <string>
#include <utility>

namespace spaconf {

/// A password, a key or a token. There is no operator<< and no conversion:
/// whoever needs the text says so with reveal().
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      wipe();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = std::move(other.text_);
      other.wipe();
    }
    return *this;
  }
  ~Secret() { wipe(); }

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  void wipe() {
    text_.resize(text_.capacity());  // a moved-from short text still stands in its buffer
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
  }

  std::string text_;
};

}  // namespace spaconf
