// Counts by how many letters two words differ.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace spaconf {

/// Compares one word with many others, all letters of it at once.
/// Source: H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances",
/// Nordic Journal of Computing 10, 2003, section 3.
class EditDistance {
 public:
  /// A letter is a bit of a number.
  static constexpr std::size_t longest = 64;

  /// Throws std::length_error if the word has more than `longest` bytes.
  explicit EditDistance(std::string_view word);

  /// How many bytes must be replaced, added or left out to make `other` of the word.
  std::size_t to(std::string_view other) const;

 private:
  // Of each byte that may be in `other`, its places in the word: a bit for each.
  std::array<std::uint64_t, 256> places_{};
  std::size_t size_;
};

}  // namespace spaconf
