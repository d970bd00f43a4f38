// Reads the configuration file and reports missing, invalid and unknown keys with
// their lines.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace spaconf {

/// One section of the configuration. Each function takes the key's name and
/// throws Misconfigured with the key's line when the value has the wrong
/// type, or with the section's line when a key without fallback is missing.
class Section {
 public:
  struct Node;
  Section(std::string file, std::string name, Node* node);

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;
  std::string text(std::string_view key, std::string_view fallback) const;
  std::vector<std::string> texts(std::string_view key) const;
  /// One string, or a list of at least one.
  std::vector<std::string> one_or_more(std::string_view key) const;
  int number(std::string_view key, int fallback, int least, int most) const;
  bool flag(std::string_view key, bool fallback) const;
  /// 1 to 3600 seconds.
  std::chrono::seconds seconds(std::string_view key, int fallback) const;
  /// One of `choices`.
  std::string choice(std::string_view key, const std::vector<std::string>& choices) const;
  /// A folder or file that exists.
  std::filesystem::path path(std::string_view key) const;
  /// The first line of the file that `key` names, which others must not be able to read. A
  /// credential of the same name that systemd gave this service comes first.
  Secret secret(std::string_view key) const;
  /// Like secret(), but all of the file's bytes: 32 of them.
  Secret key(std::string_view key) const;
  /// A section below this one; empty when it is missing.
  Section section(std::string_view name) const;
  /// The names of the sections below this one, in the file's order.
  std::vector<std::string> sections() const;
  /// All strings of this section in the file's order, for sections whose keys the administrator
  /// chooses. Subsections are left out.
  std::vector<std::pair<std::string, std::string>> pairs() const;

  /// Marks all other keys of this section and below it as known; another program reads them.
  void leave_the_rest() const;

  /// The file and line of a key, as errors begin: "spaconf.conf:12".
  std::string where(std::string_view key) const;
  [[noreturn]] void wrong(std::string_view key, const std::string& sentence) const;

 private:
  Node* find(std::string_view key) const;
  Node& need(std::string_view key) const;
  Secret guarded(std::string_view key) const;

  std::string file_, name_;
  Node* node_;
};

/// The configuration file as a whole.
class Config {
 public:
  /// Reads a TOML file. Throws Misconfigured: unreadable, not TOML, an unknown section.
  explicit Config(const std::filesystem::path& file);
  Config(Config&&) noexcept;
  ~Config();

  /// $SPACONF_CONFIG, else spaconf/spaconf.conf in the system's configuration folder.
  static std::filesystem::path usual_file();

  Section section(std::string_view name) const;
  /// The keys before the first section.
  Section top() const;
  /// Throws Misconfigured for the first key that was not read, in sections that were opened.
  void refuse_unknown_keys() const;

 private:
  std::string file_;
  std::unique_ptr<Section::Node> root_;
};

}  // namespace spaconf
