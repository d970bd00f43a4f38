// Every byte of a profile has been seen by expat: at the start, or now.
#include "phone/profile_verifier.h"

#include <stdexcept>

#include "base/error.h"

namespace spaconf {

Gate::Gate(const Sheet& sheet, const std::string& filled, const Dictionary& dictionary)
    : pieces_(sheet.pieces()) {
  try {
    sheet.check_values(parse_flat_profile(filled), dictionary);
  } catch (const Misconfigured&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw Misconfigured(sheet.file().string() + ": " + error.what());
  }
}

/// What stands in its gaps. Throws std::runtime_error when anything else differs.
std::vector<std::string_view> Gate::lines_of(std::string_view profile) const {
  std::vector<std::string_view> lines;
  for (const std::string& piece : pieces_) {
    if (&piece != &pieces_.front()) {
      const auto end = profile.find('\n');
      if (end == profile.npos) throw std::runtime_error("profile: ends early");
      lines.push_back(profile.substr(0, end + 1));
      profile.remove_prefix(end + 1);
    }
    if (!profile.starts_with(piece)) throw std::runtime_error("profile: a value has left its line");
    profile.remove_prefix(piece.size());
  }
  if (!profile.empty()) throw std::runtime_error("profile: goes on after its end");
  return lines;
}

bool Gate::is_known(std::size_t gap, std::string_view line) const {
  return !known_.empty() && known_[gap].line == line;
}

Parameters Gate::read(std::string_view profile) const {
  const auto lines = lines_of(profile);
  std::string unknown = "<flat-profile>\n";
  for (std::size_t gap = 0; gap < lines.size(); ++gap) {
    if (!is_known(gap, lines[gap])) unknown += lines[gap];
  }
  Parameters found = parse_flat_profile(unknown + "</flat-profile>\n"), all;
  auto next = found.begin();
  for (std::size_t gap = 0; gap < lines.size(); ++gap) {
    if (is_known(gap, lines[gap])) {
      all.push_back(known_[gap].parameter);
    } else if (next != found.end()) {
      all.push_back(std::move(*next++));
    }
  }
  if (all.size() != lines.size() || next != found.end()) {
    throw std::runtime_error("profile: a line with other than one element");
  }
  return all;
}

void Gate::remember(std::string_view profile) {
  const auto lines = lines_of(profile);
  auto parameters = read(profile);
  known_.clear();
  for (std::size_t gap = 0; gap < lines.size(); ++gap) {
    known_.push_back({std::string(lines[gap]), std::move(parameters[gap])});
  }
}

}  // namespace spaconf
