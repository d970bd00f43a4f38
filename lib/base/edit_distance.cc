// Computes edit distances a column of the table at a time.
// Neighbours in the table differ by one at most, so two bits hold the step from a row to the next.
#include "base/edit_distance.h"

#include <stdexcept>

namespace spaconf {

EditDistance::EditDistance(std::string_view word) : size_(word.size()) {
  if (size_ > longest) throw std::length_error("a word of more than 64 bytes");
  for (std::size_t i = 0; i < size_; ++i) {
    positions_[static_cast<unsigned char>(word[i])] |= std::uint64_t{1} << i;
  }
}

std::size_t EditDistance::to(std::string_view other) const {
  if (size_ == 0) return other.size();
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
  // Bit i: row i + 1 of the column is one more, or one less, than row i. Myers: Pv, Mv.
  std::uint64_t more = ~std::uint64_t{0}, less = 0;
  std::size_t distance = size_;
  for (const char c : other) {
    const std::uint64_t equal = positions_[static_cast<unsigned char>(c)];
    const std::uint64_t xh = (((equal & more) + more) ^ more) | equal;  // Myers' name
    // The same from this column to the next one. Myers: Ph, Mh.
    std::uint64_t right_more = less | ~(xh | more), right_less = more & xh;
    if (right_more & last) ++distance;
    if (right_less & last) --distance;
    // The top row is the distance from an empty word: each byte of `other` makes it one more.
    right_more = right_more << 1 | 1;
    right_less <<= 1;
    const std::uint64_t equal_or_less = equal | less;  // Myers: Xv
    more = right_less | ~(equal_or_less | right_more);
    less = right_more & equal_or_less;
  }
  return distance;
}

}  // namespace spaconf
