// The configuration file, in which every key remembers its line and whether
// anybody asked for it.
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

/// One section of the configuration. Every question takes the key's name and
/// throws Misconfigured with the key's line when the answer has the wrong
/// shape, or with the section's line when a key without fallback is missing.
class Section {
 public:
  struct Node;
  Section(std::string file, std::string name, Node* node);

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;
  std::string text(std::string_view key, std::string_view fallback) const;
  std::vector<std::string> texts(std::string_view key) const;
  /// One text, or a list with at least one.
  std::vector<std::string> one_or_more(std::string_view key) const;
  int number(std::string_view key, int fallback, int least, int most) const;
  bool flag(std::string_view key, bool fallback) const;
  /// 1 to 3600 seconds.
  std::chrono::seconds seconds(std::string_view key, int fallback) const;
  /// One of `choices`.
  std::string choice(std::string_view key, const std::vector<std::string>& choices) const;
  /// A folder or file that exists.
  std::filesystem::path path(std::string_view key) const;
  /// The first line of the file that `key` names, which others must not be able to read.
  Secret secret(std::string_view key) const;
  /// Like secret(), but all of the file's bytes: 32 of them.
  Secret key(std::string_view key) const;
  /// A section below this one; empty when it is not there.
  Section section(std::string_view name) const;
  /// All texts of this section in the file's order: for sections whose keys are the
  /// administrator's own names. Sections below it are left out.
  std::vector<std::pair<std::string, std::string>> pairs() const;

  /// Says that another program asks for the other keys of this section.
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
  /// Throws Misconfigured for the first key nobody asked for, in sections that somebody opened.
  void refuse_unknown_keys() const;

 private:
  std::string file_;
  std::unique_ptr<Section::Node> root_;
};

}  // namespace spaconf
