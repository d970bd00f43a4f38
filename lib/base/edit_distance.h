// Computes the edit distance (Levenshtein) of two words: the bytes to replace, add or remove.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace spaconf {

/// Compares one word with many others.
/// Source: G. Myers, "A Fast Bit-Vector Algorithm for Approximate String Matching Based on Dynamic
/// Programming", Journal of the ACM 46, 1999; as H. Hyyrö (2003) has it for whole words.
class EditDistance {
 public:
  /// Bytes. Each has one bit of a 64-bit number.
  static constexpr std::size_t longest = 64;

  /// Throws std::length_error if the word has more than `longest` bytes.
  explicit EditDistance(std::string_view word);

  /// How many bytes must be replaced, added or removed to turn the word into `other`.
  std::size_t to(std::string_view other) const;

 private:
  // For each value of a byte, the positions in the word that have it: one bit for each position.
  std::array<std::uint64_t, 256> positions_{};
  std::size_t size_;
};

}  // namespace spaconf
