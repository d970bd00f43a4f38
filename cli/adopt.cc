// spaconf adopt: shows what was understood of a folder of profiles, and registers their phones.
#include "bulk/adopt.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>

#include "base/config.h"
#include "base/file.h"
#include "base/text.h"
#include "base/translation.h"
#include "commands.h"
#include "invoking_user.h"
#include "print.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string folder, model, list_of_people;
  std::vector<std::string> people;
  bool applies = false, wants_tickets = false;
};

/// How many phones of a folder have the same value of a parameter before it is named.
constexpr int many_phones = 3;
constexpr std::size_t most_common_settings = 20;

using Kind = AdoptedFile::Kind;

/// Texts of files and of file names may have anything in them.
std::string shown(std::string_view text) { return without_controls(only_utf8(std::string(text))); }

/// Prints the report, file after file, and the counts.
class Report {
 public:
  explicit Report(const Options& options) : options_(options) {}

  void add(const AdoptedFile& file) {
    ++counts_[file.kind];
    path_ = shown(options_.folder + (options_.folder.ends_with('/') ? "" : "/") + file.name);
    std::printf("%s: %s\n", path_.c_str(), verdict(file).c_str());
    if (file.kind == Kind::present || file.kind == Kind::skipped) return;
    print_phone(file);
    print_settings(file.settings);
    for (const Remark& each : file.doubts) print(each, N_("doubt: {place}: {remark}"));
    for (const Remark& each : file.problems) print(each, N_("left, because: {place}: {remark}"));
    if (file.kind == Kind::adopted) {
      for (const Setting& each : file.settings.kept) {
        if (!each.is_unchecked) ++phones_with_[each.name + " = " + each.value];
      }
    }
    std::fflush(stdout);
  }

  int end() const {
    print_common_settings();
    const auto count = [&](Kind kind) {
      const auto found = counts_.find(kind);
      return found == counts_.end() ? 0 : found->second;
    };
    const char* const message =
        options_.applies
            ? _("{adopted} adopted, {present} registered already, {left} left, {skipped} "
                "initial or without address")
            : _("{adopted} to be adopted, {present} registered already, {left} left, "
                "{skipped} initial or without address");
    print_line(sentence(message, {{"adopted", count(Kind::adopted)},
                                  {"present", count(Kind::present)},
                                  {"left", count(Kind::left)},
                                  {"skipped", count(Kind::skipped)}}));
    if (!options_.applies && count(Kind::adopted)) {
      print_line(_("Nothing was changed. Add --apply to register them."));
    }
    return count(Kind::left) ? 1 : 0;
  }

 private:
  std::string verdict(const AdoptedFile& file) const {
    switch (file.kind) {
      case Kind::adopted:
        if (!options_.applies) return _("to be adopted");
        return sentence(_("adopted as {ref}"), {{"ref", file.ref}});
      case Kind::present: return sentence(_("registered already as {ref}"), {{"ref", file.ref}});
      case Kind::skipped:
        return sentence(_("skipped, because {reason}"),
                        {{"reason", shown(file.problems.front().sentence)}});
      case Kind::left: break;
    }
    return _("left as it is");
  }

  static void print_phone(const AdoptedFile& file) {
    const Registration& phone = file.wanted;
    if (phone.mac) print_part(_("MAC address: {mac}"), {{"mac", phone.mac->colons()}});
    if (phone.model) {
      print_part(_("model: {model}, {how}"),
                 {{"model", _(phone.model->label)}, {"how", file.how_model}});
    }
    if (file.person) {
      print_part(_("person: {name} ({login}), {how}"), {{"name", shown(file.person->name)},
                                                        {"login", shown(file.person->login)},
                                                        {"how", file.how_person}});
    }
    for (const Line& line : phone.lines) {
      print_part(
          line.display.empty() ? _("line {line}: {user}")
                               : _("line {line}: {user}, shown as {display}"),
          {{"line", line.position}, {"user", shown(line.user)}, {"display", shown(line.display)}});
    }
    if (!phone.hostname.empty()) {
      print_part(_("hostname: {hostname}"), {{"hostname", phone.hostname}});
    }
    if (!phone.serial.empty()) print_part(_("serial number: {serial}"), {{"serial", phone.serial}});
  }

  static void print_part(const char* message, std::initializer_list<NamedValue> values) {
    print_line("  " + sentence(message, values));
  }

  void print_settings(const ForeignSettings& settings) const {
    for (const Setting& each : settings.kept) {
      if (each.is_unchecked) continue;
      print_part(_("setting: {parameter} = {value}"),
                 {{"parameter", each.name}, {"value", shown(each.value)}});
    }
    // Its value is not shown, because it may be a secret.
    for (const Remark& each : settings.unchecked)
      print(each, N_("setting, unchecked: {place}: {remark}"));
    for (const Remark& each : settings.changed) print(each, N_("setting: {place}: {remark}"));
    for (const Remark& each : settings.left_out) print(each, N_("not kept: {place}: {remark}"));
    std::vector<std::string> names;
    for (const Remark& each : settings.replaced) names.push_back(each.sentence);
    if (!names.empty()) {
      print_part(_("spaconf's own at the next change: {parameters}"),
                 {{"parameters", joined(names, ", ")}});
    }
  }

  /// `message` has the places {place} and {remark}.
  void print(const Remark& remark, const char* message) const {
    const std::string line = remark.line ? ":" + std::to_string(remark.line) : "";
    print_part(_(message), {{"place", path_ + line}, {"remark", shown(remark.sentence)}});
  }

  /// Those would better be in the configuration.
  void print_common_settings() const {
    std::vector<std::pair<int, std::string>> common;
    for (const auto& [setting, phones] : phones_with_) {
      if (phones >= many_phones) common.emplace_back(-phones, setting);
    }
    std::ranges::sort(common);
    if (common.empty()) return;
    common.resize(std::min(common.size(), most_common_settings));
    print_line(_("The same on many phones; [phone.settings] could have them for all:"));
    for (const auto& [phones, setting] : common) {
      print_line("  " + counted("{setting} on {count} phone", "{setting} on {count} phones",
                                -phones, {{"setting", shown(setting)}}));
    }
  }

  const Options& options_;
  std::string path_;
  std::map<Kind, int> counts_;
  std::map<std::string, int> phones_with_;  // by setting
};

/// From the command line and from the lines of a file.
NamedPeople people_in(const Options& options) {
  std::vector<std::string> all = options.people;
  if (!options.list_of_people.empty()) {
    for (const std::string& line : split(read_input(options.list_of_people), '\n')) {
      if (!trim(line).empty()) all.emplace_back(trim(line));
    }
  }
  NamedPeople people;
  for (const std::string& each : all) {
    const auto end = each.find('=');
    if (end == each.npos || end == 0 || end + 1 == each.size()) {
      throw std::runtime_error(
          sentence(_("\"{typed}\" names no person: write NUMBER=LOGIN"), {{"typed", shown(each)}}));
    }
    people[each.substr(0, end)] = each.substr(end + 1);
  }
  return people;
}

const Model* model_in(const std::string& typed) {
  if (typed.empty()) return nullptr;
  const Model* model = find_model(typed);
  if (!model || !model->is_hardware()) {
    throw std::runtime_error(sentence(_("{name} is not a model"), {{"name", typed}}));
  }
  return model;
}

int run(const Options& options) {
  Adopt adopt{.actor = invoking_user(),
              .folder = options.folder,
              .applies = options.applies,
              .wants_tickets = options.wants_tickets,
              .model = model_in(options.model),
              .people = people_in(options)};
  Services services{Config(Config::usual_file())};
  if (!services.tftp_folder.is_same(options.folder)) {
    print_line(
        sentence(_("{folder} is not the folder where spaconf writes profiles: see docs/adopt.md"),
                 {{"folder", shown(options.folder)}}));
  }
  Report report(options);
  adopt.on_file = [&](const AdoptedFile& file) { report.add(file); };
  adopt_folder(services, adopt);
  return report.end();
}

}  // namespace

Run adopt(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("folder", options->folder, _("the folder of the phones' profiles, spa….cfg"))
      ->required();
  app.add_flag("--apply", options->applies, _("register the phones; else nothing is changed"));
  app.add_flag("--tickets", options->wants_tickets, _("create a ticket for each phone"));
  app.add_option("--model", options->model,
                 _("the model of phones that may be this one and others: spa942"));
  app.add_option("--person", options->people, _("NUMBER=LOGIN: whose account it is; repeatable"));
  app.add_option("--people", options->list_of_people,
                 _("a file with NUMBER=LOGIN in each line, as --person has it"));
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli
