// Fills the files of templates/. Only this file uses ctemplate.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"

namespace ctemplate {
class TemplateCache;
class TemplateDictionary;
struct StaticTemplateString;
}  // namespace ctemplate

namespace spaconf {

/// A value's name, prepared once so that it can be set many thousand times.
class ValueName {
 public:
  explicit ValueName(std::string_view name);

 private:
  friend class Values;
  const ctemplate::StaticTemplateString* ready_;
};

/// The values of a template. The template escapes them for the place where they appear;
/// callers never escape.
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
  /// set() and show() under the same name, when `value` is not empty.
  void show_if(std::string_view name, std::string_view value);
  /// One more {{#NAME}}…{{/NAME}}, with values of its own.
  Values add(std::string_view section);
  /// Fills {{>NAME}} with another file of templates/, which has only its own values.
  Values include(std::string_view name, std::string_view file);

 private:
  friend class Templates;
  explicit Values(ctemplate::TemplateDictionary* part);

  std::unique_ptr<ctemplate::TemplateDictionary> own_;  // empty for a part of another one
  ctemplate::TemplateDictionary* parameter_table_;
};

/// All files of templates/, read once. Throws Misconfigured when one of them is not a
/// template or does not declare how it escapes: its first line must be
/// {{%AUTOESCAPE context="HTML"}} or XML, or {{! plain text }} for no escaping. HTML and plain text
/// are compiled once for each language, with the texts that they mark [[so]] in it; XML is for
/// phones.
class Templates {
 public:
  /// A file in `site`, the institution's own folder, replaces the one of the same path in `root`.
  /// `site` may be empty or missing. Also throws Misconfigured for a template in `site` that
  /// replaces none, except in mail/, where there may be more languages.
  explicit Templates(const std::filesystem::path& root, const std::filesystem::path& site = {});
  /// The folders that `templates` and `site_templates` of `top` name; the catalogues are in the
  /// folder `translations`.
  explicit Templates(const Section& top);
  Templates(Templates&&) noexcept;
  ~Templates();

  /// Where a file is read: "phones/parameters.tsv" in the site's folder if it is there, else in
  /// the root. It may be missing.
  std::filesystem::path path_of(const std::filesystem::path& file) const;
  /// The filled file in the language in use, by its path below the root: "pages/form.tpl". Room for
  /// `length` bytes is reserved at once.
  std::string fill(std::string_view file, const Values& values, std::size_t length = 0) const;
  /// Is there a template of this path?
  bool has(const std::string& file) const { return names_.contains(file); }
  /// Adds a template that is not a file; its name must be new.
  void add(const std::string& name, const std::string& text);

 private:
  std::filesystem::path root_, site_;
  std::map<std::string, bool, std::less<>> names_;  // each with: is it in all languages?
  std::vector<std::unique_ptr<ctemplate::TemplateCache>> caches_;  // one for each language
};

}  // namespace spaconf
