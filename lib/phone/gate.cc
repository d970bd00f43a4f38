// Every byte of a profile has been seen by expat: at the start, or now.
#include "phone/gate.h"

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

Parameters Gate::read(std::string_view profile) const {
  std::string lines = "<flat-profile>\n";
  bool first = true;
  for (const std::string& piece : pieces_) {
    if (!first) {
      auto end = profile.find('\n');
      if (end == profile.npos) throw std::runtime_error("profile: ends early");
      lines += profile.substr(0, end + 1);
      profile.remove_prefix(end + 1);
    }
    first = false;
    if (!profile.starts_with(piece)) throw std::runtime_error("profile: a value has left its line");
    profile.remove_prefix(piece.size());
  }
  if (!profile.empty()) throw std::runtime_error("profile: goes on after its end");
  return parse_flat_profile(lines + "</flat-profile>\n");
}

}  // namespace spaconf
