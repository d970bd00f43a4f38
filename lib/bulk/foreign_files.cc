// Lists profiles by their names and reads them without following links or waiting for pipes.
#include "bulk/foreign_files.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "base/file.h"
#include "base/translation.h"
#include "phone/flat_profile.h"
#include "phone/foreign_profile.h"
#include "phone/model.h"

namespace spaconf {
namespace {

constexpr std::string_view before = "spa", after = ".cfg";

ForeignFile file_named(const std::string& name) {
  const std::string stem = name.substr(0, name.size() - after.size());
  ForeignFile file{.name = name, .mac = Mac::parse(std::string_view(stem).substr(before.size()))};
  const Model* model = find_model(stem);
  if (model && model->is_hardware()) {
    file.mac.reset();
    file.why_not =
        sentence(_("it is the initial profile of every {model}"), {{"model", model->label}});
  } else if (!file.mac) {
    file.why_not = _("its name has no MAC address");
  }
  return file;
}

}  // namespace

std::vector<ForeignFile> foreign_files(const std::filesystem::path& folder) {
  std::vector<ForeignFile> files;
  std::map<std::string, int> counts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.size() < before.size() + after.size()) continue;
    if (!name.starts_with(before) || !name.ends_with(after)) continue;
    files.push_back(file_named(name));
    if (files.back().mac) ++counts[files.back().mac->plain()];
  }
  for (ForeignFile& each : files) {
    if (each.mac && counts[each.mac->plain()] > 1) {
      each.why_not = sentence(_("another file is for {mac}, too; remove one of them"),
                              {{"mac", each.mac->colons()}});
    }
  }
  std::ranges::sort(files, {}, &ForeignFile::name);
  return files;
}

std::string read_foreign_file(const std::filesystem::path& file) try {
  auto bytes = read_if_regular(file);
  if (!bytes) throw UnreadableProfile(0, _("it is not a regular file"));
  return std::move(*bytes);
} catch (const std::system_error& error) {
  const bool is_large = error.code() == std::errc::file_too_large;
  throw UnreadableProfile(0, is_large ? _(too_large_profile) : error.code().message());
}

}  // namespace spaconf
