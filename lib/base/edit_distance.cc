// Keeps a column of the table of distances as two numbers: neighbours differ by one at most.
#include "base/edit_distance.h"

#include <stdexcept>

namespace spaconf {

EditDistance::EditDistance(std::string_view word) : size_(word.size()) {
  if (size_ > longest) throw std::length_error("a word of more than 64 bytes");
  for (std::size_t i = 0; i < size_; ++i) {
    places_[static_cast<unsigned char>(word[i])] |= std::uint64_t{1} << i;
  }
}

std::size_t EditDistance::to(std::string_view other) const {
  if (size_ == 0) return other.size();
  const std::uint64_t last = std::uint64_t{1} << (size_ - 1);
  // Where a column's next row is one more, and where it is one less.
  std::uint64_t more = ~std::uint64_t{0}, less = 0;
  std::size_t distance = size_;
  for (const char c : other) {
    const std::uint64_t equal = places_[static_cast<unsigned char>(c)];
    const std::uint64_t kept = (((equal & more) + more) ^ more) | equal;
    // Where the next column is one more than this one, and where it is one less.
    std::uint64_t right_more = less | ~(kept | more), right_less = more & kept;
    if (right_more & last) ++distance;
    if (right_less & last) --distance;
    right_more = right_more << 1 | 1;
    right_less <<= 1;
    const std::uint64_t not_more = equal | less;
    more = right_less | ~(not_more | right_more);
    less = right_more & not_more;
  }
  return distance;
}

}  // namespace spaconf
