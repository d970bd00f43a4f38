// Holds a secret string that cannot be printed and is erased from memory.
#pragma once

#include <cstring>
#include <string>
#include <utility>

namespace spaconf {

/// A password, a key or a token. There is no operator<< and no conversion:
/// reveal() is the only access to the text.
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
    text_.resize(text_.capacity());  // a moved-from short string keeps its buffer
    explicit_bzero(text_.data(), text_.size());
    text_.clear();
  }

  std::string text_;
};

}  // namespace spaconf
