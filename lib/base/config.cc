// Reads the configuration with toml++ and keeps the line of every key.
#include "base/config.h"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <optional>
#include <variant>

#include "base/error.h"
#include "base/file.h"
#include "base/toml_text.h"

namespace spaconf {

struct Section::Node {
  std::string name;
  unsigned line = 1;
  bool asked = false;
  std::variant<std::monostate, std::string, std::int64_t, bool, std::vector<std::string>> value;
  bool is_section = false;
  std::deque<Node> children;  // in the file's order; a deque keeps its elements in place
};

namespace {

using Node = Section::Node;

/// All sections. Any other name is a spelling mistake.
constexpr std::string_view section_names[] = {
    "web", "database", "person", "phone", "account", "ticket", "registration", "webhook", "mail"};

[[noreturn]] void misconfigured(const std::string& file, unsigned line, const std::string& what) {
  throw Misconfigured(file + ":" + std::to_string(line) + ": " + what);
}

/// `text` is what `from` was parsed from.
Node read(const std::string& file, const AsciiToml& text, std::string name,
          const toml::node& from) {
  Node node;
  node.name = std::move(name);
  node.line = from.source().begin.line;
  if (const auto* table = from.as_table()) {
    node.is_section = true;
    for (const auto& [key, value] : *table) {
      node.children.push_back(read(file, text, text.restored(key.str()), value));
    }
    std::ranges::sort(node.children, {}, &Node::line);
  } else if (const auto* list = from.as_array()) {
    std::vector<std::string> texts;
    for (const auto& element : *list) {
      if (!element.is_string())
        misconfigured(file, node.line, node.name + " must be a list of strings");
      texts.push_back(text.restored(element.as_string()->get()));
    }
    node.value = std::move(texts);
  } else if (const auto* string = from.as_string()) {
    node.value = text.restored(string->get());
  } else if (const auto* number = from.as_integer()) {
    node.value = number->get();
  } else if (const auto* flag = from.as_boolean()) {
    node.value = flag->get();
  } else {
    misconfigured(file, node.line, node.name + " has an unsupported type");
  }
  return node;
}

Node parsed(const std::string& file, const std::string& text) {
  const AsciiToml ascii(text);
  try {
    return read(file, ascii, "", toml::parse(ascii.text(), file));
  } catch (const toml::parse_error& error) {
    misconfigured(file, error.source().begin.line, ascii.restored(error.description()));
  }
}

void refuse_unknown(const std::string& file, const Node& section) {
  for (const Node& child : section.children) {
    if (!child.asked && !child.is_section)
      misconfigured(file, child.line, "unknown key " + child.name);
    if (!child.asked) misconfigured(file, child.line, "unknown section " + child.name);
    if (child.is_section) refuse_unknown(file, child);
  }
}

/// Marks every key below the section as known.
void ask_for_all(Node& section) {
  for (Node& child : section.children) {
    child.asked = true;
    ask_for_all(child);
  }
}

/// The copy of a secret that systemd gave this service under the file's name: LoadCredential.
std::optional<std::filesystem::path> credential(const std::filesystem::path& file) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (!folder) return {};
  auto copy = std::filesystem::path(folder) / file.filename();
  std::error_code ignored;
  if (!std::filesystem::exists(copy, ignored)) return {};
  return copy;
}

}  // namespace

Section::Section(std::string file, std::string name, Node* node)
    : file_(std::move(file)), name_(std::move(name)), node_(node) {}

Section::Node* Section::find(std::string_view key) const {
  if (!node_) return nullptr;
  auto found = std::ranges::find(node_->children, key, &Node::name);
  if (found == node_->children.end()) return nullptr;
  found->asked = true;
  return &*found;
}

Section::Node& Section::need(std::string_view key) const {
  if (Node* node = find(key)) return *node;
  misconfigured(file_, node_ ? node_->line : 1, "[" + name_ + "] lacks " + std::string(key));
}

std::string Section::where(std::string_view key) const {
  Node* node = find(key);
  return file_ + ":" + std::to_string(node ? node->line : node_ ? node_->line : 1);
}

void Section::wrong(std::string_view key, const std::string& sentence) const {
  throw Misconfigured(where(key) + ": " + sentence);
}

bool Section::has(std::string_view key) const { return find(key) != nullptr; }

std::string Section::text(std::string_view key) const {
  const auto* text = std::get_if<std::string>(&need(key).value);
  if (!text) wrong(key, std::string(key) + " must be a string");
  return *text;
}

std::string Section::text(std::string_view key, std::string_view fallback) const {
  return has(key) ? text(key) : std::string(fallback);
}

std::vector<std::string> Section::texts(std::string_view key) const {
  if (!has(key)) return {};
  const auto* texts = std::get_if<std::vector<std::string>>(&need(key).value);
  if (!texts) wrong(key, std::string(key) + " must be a list of strings");
  return *texts;
}

std::vector<std::string> Section::one_or_more(std::string_view key) const {
  if (std::holds_alternative<std::string>(need(key).value)) return {text(key)};
  auto all = texts(key);
  if (all.empty()) wrong(key, std::string(key) + " must be a string or a list of strings");
  return all;
}

int Section::number(std::string_view key, int fallback, int least, int most) const {
  if (!has(key)) return fallback;
  const auto* number = std::get_if<std::int64_t>(&need(key).value);
  if (!number || *number < least || *number > most) {
    wrong(key, std::string(key) + " must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
  }
  return static_cast<int>(*number);
}

bool Section::flag(std::string_view key, bool fallback) const {
  if (!has(key)) return fallback;
  const auto* flag = std::get_if<bool>(&need(key).value);
  if (!flag) wrong(key, std::string(key) + " must be true or false");
  return *flag;
}

std::chrono::seconds Section::seconds(std::string_view key, int fallback) const {
  return std::chrono::seconds(number(key, fallback, 1, 3600));
}

std::string Section::choice(std::string_view key, const std::vector<std::string>& choices) const {
  std::string chosen = text(key, choices.front());
  if (std::ranges::find(choices, chosen) == choices.end()) {
    std::string sentence = std::string(key) + " must be one of";
    for (const auto& each : choices) sentence += " \"" + each + "\"";
    wrong(key, sentence);
  }
  return chosen;
}

std::filesystem::path Section::path(std::string_view key) const {
  std::filesystem::path path = text(key);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    wrong(key, path.string() + ": " + (error ? error.message() : "No such file or directory"));
  }
  return path;
}

Secret Section::guarded(std::string_view key) const {
  const auto own_copy = credential(text(key));
  const std::filesystem::path file = own_copy ? *own_copy : path(key);
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IRWXO)) {
    wrong(key, file.string() + " can be read by others: chmod o= " + file.string());
  }
  try {
    return Secret(read_file(file));
  } catch (const std::system_error& error) {
    wrong(key, error.what());
  }
}

Secret Section::secret(std::string_view key) const {
  Secret bytes = guarded(key);
  std::string line = bytes.reveal().substr(0, bytes.reveal().find_first_of("\r\n"));
  if (line.empty()) wrong(key, text(key) + " is empty");
  return Secret(std::move(line));
}

Secret Section::key(std::string_view key) const {
  Secret bytes = guarded(key);
  const std::size_t size = bytes.reveal().size();
  if (size != 32) {
    wrong(key, text(key) + " holds " + std::to_string(size) +
                   " bytes; a key has exactly 32. If the key was in use, keep its first 32 bytes"
                   " (head -c 32); otherwise create a new one with openssl rand 32");
  }
  return bytes;
}

Section Section::section(std::string_view name) const {
  Node* node = find(name);
  if (node && !node->is_section) wrong(name, std::string(name) + " must be a section");
  return {file_, (name_.empty() ? "" : name_ + ".") + std::string(name), node};
}

std::vector<std::string> Section::sections() const {
  std::vector<std::string> names;
  if (!node_) return names;
  for (const Node& child : node_->children) {
    if (child.is_section) names.push_back(child.name);
  }
  return names;
}

std::vector<std::pair<std::string, std::string>> Section::pairs() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (!node_) return pairs;
  for (const Node& child : node_->children) {
    if (!child.is_section) pairs.emplace_back(child.name, text(child.name));
  }
  return pairs;
}

void Section::leave_the_rest() const {
  if (node_) ask_for_all(*node_);
}

Config::Config(const std::filesystem::path& file)
    : file_(file.string()), root_(std::make_unique<Node>()) {
  try {
    const std::string text = read_file(file);
    if (const auto found = problem_for_toml(text))
      misconfigured(file_, found->line, found->sentence);
    *root_ = parsed(file_, text);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  for (const Node& child : root_->children) {
    if (child.is_section &&
        std::ranges::find(section_names, child.name) == std::end(section_names)) {
      misconfigured(file_, child.line, "unknown section [" + child.name + "]");
    }
  }
}

Config::Config(Config&&) noexcept = default;
Config::~Config() = default;

std::filesystem::path Config::usual_file() {
  const char* file = std::getenv("SPACONF_CONFIG");
  return file && *file ? file : SYSCONFDIR "/spaconf/spaconf.conf";
}

Section Config::section(std::string_view name) const { return top().section(name); }

Section Config::top() const { return {file_, "", root_.get()}; }

void Config::refuse_unknown_keys() const {
  for (const Node& child : root_->children) {
    if (!child.is_section && !child.asked)
      misconfigured(file_, child.line, "unknown key " + child.name);
    if (child.is_section && child.asked) refuse_unknown(file_, child);
  }
}

}  // namespace spaconf
