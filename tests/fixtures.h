// What many tests begin with: a folder of their own, a configuration, what was thrown.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/config.h"

namespace spaconf {

/// An empty folder that vanishes with everything in it.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  ~Folder();

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file of mode 0600 and gives its path.
  std::string file(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// The configuration with this `text`, in a file "spaconf.conf" of `folder`.
Config config(const Folder& folder, std::string_view text);

/// The kind and the words of what `act` throws: "Misconfigured: …", "Refused 403: …";
/// empty when it throws nothing. Paths of `folder` are left out of it.
std::string thrown_by(const std::function<void()>& act, const Folder* folder = nullptr);

/// Keeps log lines off the terminal while it lives.
class Quiet {
 public:
  Quiet();
  Quiet(const Quiet&) = delete;
  ~Quiet();

 private:
  int kept_;
};

/// Gives this process a time zone while it lives.
class TimeZone {
 public:
  explicit TimeZone(const char* name);
  TimeZone(const TimeZone&) = delete;
  ~TimeZone();
};

/// A file of the source tree: in_tree("templates").
std::filesystem::path in_tree(std::string_view path);

/// The shipped configuration with its paths below `folder`, where everything it names
/// is made. Changes replace "name = value" lines: {"spelling = ", "\"$MAU\""}.
std::string shipped_configuration(
    const Folder& folder, const std::vector<std::pair<std::string, std::string>>& changes = {});

/// Fails unless `text` has `part` in it, and shows both.
void assert_has(const std::string& text, const std::string& part);

}  // namespace spaconf
