// Fills templates with ctemplate. Adds two checks at the start: every file loads, and every file
// declares how it escapes.
#include "base/template.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/error.h"
#include "base/file.h"
#include "base/marked_text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

constexpr std::string_view beginnings[] = {"{{%AUTOESCAPE context=\"HTML\"}}",
                                           "{{%AUTOESCAPE context=\"XML\"}}", "{{! plain text }}"};

ctemplate::TemplateString as_ctemplate(std::string_view text) { return {text.data(), text.size()}; }

/// Looks names up without making a std::string.
struct NameHash : std::hash<std::string_view> {
  using is_transparent = void;
};

/// ctemplate keeps pointers to prepared names, so these live for ever; there are few. It would
/// store any other name again at each use, which costs more than the rest.
const ctemplate::StaticTemplateString& ready(std::string_view name) {
  static std::unordered_map<std::string, ctemplate::StaticTemplateString, NameHash, std::equal_to<>>
      names;
  if (auto found = names.find(name); found != names.end()) return found->second;
  auto [made, is_new] = names.try_emplace(std::string(name));
  made->second = {{made->first.data(), made->first.size(), 0}};
  ctemplate::StaticTemplateStringInitializer{&made->second};
  return made->second;
}

/// Calls `act` with the path below `folder` of each template in it.
void for_each_in(const std::filesystem::path& folder,
                 const std::function<void(const std::filesystem::path&)>& act) {
  try {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".tpl") act(entry.path().lexically_relative(folder));
    }
  } catch (const std::filesystem::filesystem_error& error) {
    const auto& path = error.path1().empty() ? folder : error.path1();
    throw Misconfigured(path.string() + ": " + error.code().message());
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
}

/// Templates are compiled with their translations, so catalogues come first.
std::filesystem::path root_in(const Section& top) {
  use_catalogues(top.text("translations", LOCALEDIR));
  return top.path("templates");
}

}  // namespace

ValueName::ValueName(std::string_view name) : ready_(&ready(name)) {}

Values::Values()
    : own_(std::make_unique<ctemplate::TemplateDictionary>("values")),
      parameter_table_(own_.get()) {}
Values::Values(ctemplate::TemplateDictionary* part) : parameter_table_(part) {}
Values::Values(Values&&) noexcept = default;
Values::~Values() = default;

void Values::set(std::string_view name, std::string_view value) {
  parameter_table_->SetValue(ready(name), as_ctemplate(value));
}

void Values::set(std::string_view name, std::int64_t value) { set(name, std::to_string(value)); }

void Values::set(const ValueName& name, std::string_view value) {
  parameter_table_->SetValue(*name.ready_, as_ctemplate(value));
}

void Values::show(std::string_view section) { parameter_table_->ShowSection(ready(section)); }

void Values::show_if(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  set(name, value);
  show(name);
}

Values Values::add(std::string_view section) {
  return Values(parameter_table_->AddSectionDictionary(ready(section)));
}

Values Values::include(std::string_view name, std::string_view file) {
  auto* part = parameter_table_->AddIncludeDictionary(ready(name));
  part->SetFilename(as_ctemplate(file));
  return Values(part);
}

Templates::Templates(const std::filesystem::path& root, const std::filesystem::path& site)
    : root_(root), site_(site) {
  for ([[maybe_unused]] const Language& each : languages) {
    caches_.push_back(std::make_unique<ctemplate::TemplateCache>());
    caches_.back()->SetTemplateRootDirectory(root.string());
  }
  for_each_in(root_, [&](const std::filesystem::path& file) {
    add(file.string(), read_file(path_of(file)));
  });
  std::error_code ignored;
  if (site_.empty() || !std::filesystem::exists(std::filesystem::status(site_, ignored))) return;
  for_each_in(site_, [&](const std::filesystem::path& file) {
    if (std::filesystem::exists(root_ / file)) return;
    if (file.parent_path() == "mail") return add(file.string(), read_file(site_ / file));
    throw Misconfigured((site_ / file).string() + ":1: replaces no template, because there is no " +
                        (root_ / file).string());
  });
}

Templates::Templates(const Section& top)
    : Templates(root_in(top), top.text("site_templates", "")) {}

Templates::Templates(Templates&&) noexcept = default;
Templates::~Templates() = default;

std::filesystem::path Templates::path_of(const std::filesystem::path& file) const {
  std::error_code ignored;
  const bool is_replaced = !site_.empty() && std::filesystem::exists(site_ / file, ignored);
  return (is_replaced ? site_ : root_) / file;
}

void Templates::add(const std::string& name, const std::string& text) {
  bool says_how = std::ranges::any_of(
      beginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
  if (!says_how) {
    throw Misconfigured(path_of(name).string() + ":1: does not begin with " +
                        std::string(beginnings[0]));
  }
  const bool is_xml = text.starts_with(beginnings[1]);
  const LanguageInUse restored(language());
  for (std::size_t i = 0; i < (is_xml ? 1 : caches_.size()); ++i) {
    use_language(languages[i]);
    const std::string said =
        is_xml ? text : with_marked_texts(text, [](const std::string& each) { return _(each); });
    if (!caches_[i]->StringToTemplateCache(name, said, ctemplate::DO_NOT_STRIP)) {
      throw Misconfigured(path_of(name).string() + ":1: is not a template that ctemplate can read");
    }
  }
  names_[name] = !is_xml;
}

std::string Templates::fill(std::string_view file, const Values& values, std::size_t length) const {
  std::string filled;
  filled.reserve(length);
  const auto known = names_.find(file);
  const bool is_said = known != names_.end() && known->second;
  const auto& cache = caches_[is_said ? static_cast<std::size_t>(&language() - languages) : 0];
  if (!cache->ExpandWithData(as_ctemplate(file), ctemplate::DO_NOT_STRIP, values.parameter_table_,
                             nullptr, &filled)) {
    throw std::runtime_error("template: fill " + std::string(file) + ": cannot");
  }
  return filled;
}

}  // namespace spaconf
