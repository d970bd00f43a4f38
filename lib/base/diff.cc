// Computes a unified diff by the longest common subsequence.
#include "base/diff.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::size_t around = 3;

struct Line {
  char mark;  // ' ', '-' or '+'
  std::string text;
  std::size_t before, after;  // its number in each text, from 0
};

std::vector<std::string> lines_of(std::string_view text) {
  if (text.empty()) return {};
  if (text.ends_with('\n')) text.remove_suffix(1);
  return split(text, '\n');
}

std::vector<Line> compared(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  // common[i][j]: the length of the longest sequence that a from i and b from j share.
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<Line> lines;
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      lines.push_back({' ', a[i], i, j});
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({'-', a[i], i, j});
      ++i;
    } else {
      lines.push_back({'+', b[j], i, j});
      ++j;
    }
  }
  return lines;
}

/// "12,7"; an empty range names the line before it.
std::string range(std::size_t first, std::size_t count) {
  return std::to_string(count ? first + 1 : first) +
         (count == 1 ? "" : "," + std::to_string(count));
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after,
                         const std::string& name_before, const std::string& name_after) {
  const auto lines = compared(lines_of(before), lines_of(after));
  std::string text;
  for (std::size_t i = 0; i < lines.size();) {
    if (lines[i].mark == ' ') {
      ++i;
      continue;
    }
    // A hunk goes on as long as the next change is near.
    std::size_t begin = i > around ? i - around : 0, last = i;
    for (std::size_t j = i; j < lines.size() && j <= last + 2 * around + 1; ++j) {
      if (lines[j].mark != ' ') last = j;
    }
    const std::size_t end = std::min(lines.size(), last + around + 1);
    std::size_t old_count = 0, new_count = 0;
    std::string hunk;
    for (std::size_t j = begin; j < end; ++j) {
      old_count += lines[j].mark != '+';
      new_count += lines[j].mark != '-';
      hunk += lines[j].mark + lines[j].text + "\n";
    }
    if (text.empty()) text = "--- " + name_before + "\n+++ " + name_after + "\n";
    text += "@@ -" + range(lines[begin].before, old_count) + " +" +
            range(lines[begin].after, new_count) + " @@\n" + hunk;
    i = end;
  }
  return text;
}

}  // namespace spaconf
