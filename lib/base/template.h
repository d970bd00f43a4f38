// Fills the files of templates/: the only place that knows ctemplate.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
struct StaticTemplateString;
}  // namespace ctemplate

namespace spaconf {

/// A value's name, made ready once for being set many thousand times.
class ValueName {
 public:
  explicit ValueName(std::string_view name);

 private:
  friend class Values;
  const ctemplate::StaticTemplateString* ready_;
};

/// What a template is filled with. Values are escaped by the template, for the
/// place they land in; nobody escapes beforehand.
class Values {
 public:
  Values();
  Values(Values&&) noexcept;
  ~Values();

  void set(std::string_view name, std::string_view value);
  void set(std::string_view name, std::int64_t value);
  void set(const ValueName& name, std::string_view value);
  /// Shows {{#NAME}}…{{/NAME}} once, with the values around it.
  void show(std::string_view section);
  /// show() when `value` is not empty, and set() inside of it under the same name.
  void show_if(std::string_view name, std::string_view value);
  /// One more {{#NAME}}…{{/NAME}}, with values of its own.
  Values add(std::string_view section);
  /// Fills {{>NAME}} with another file of templates/. It sees only its own values.
  Values include(std::string_view name, std::string_view file);

 private:
  friend class Templates;
  explicit Values(ctemplate::TemplateDictionary* part);

  std::unique_ptr<ctemplate::TemplateDictionary> own_;  // empty for a part of another one
  ctemplate::TemplateDictionary* parameter_table_;
};

/// All files of templates/, read once. Throws Misconfigured when one of them is
/// no template or does not say how it escapes: its first line is
/// {{%AUTOESCAPE context="HTML"}} or XML, or {{! plain text }} when nothing is to be.
class Templates {
 public:
  explicit Templates(const std::filesystem::path& root);
  Templates(Templates&&) noexcept;
  ~Templates();

  const std::filesystem::path& root() const { return root_; }
  /// The filled file, by its path below root(): "pages/form.tpl". Room for `length`
  /// bytes is made at once.
  std::string fill(std::string_view file, const Values& values, std::size_t length = 0) const;
  /// Adds a template that stands in no file; its name must be new.
  void add(const std::string& name, const std::string& text);

 private:
  std::filesystem::path root_;
  std::unique_ptr<ctemplate::TemplateCache> cache_;
};

}  // namespace spaconf
