// spaconf adopt: shows what was understood of a folder of profiles, and registers their phones.
#include "bulk/adopt.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>

#include "base/config.h"
#include "base/file.h"
#include "base/text.h"
#include "commands.h"
#include "invoking_user.h"

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
    for (const Remark& each : file.doubts) print(each, "doubt: ");
    for (const Remark& each : file.problems) print(each, "left, because: ");
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
    std::printf("%d %sadopted, %d registered already, %d left, %d initial or without address\n",
                count(Kind::adopted), options_.applies ? "" : "to be ", count(Kind::present),
                count(Kind::left), count(Kind::skipped));
    if (!options_.applies && count(Kind::adopted)) {
      std::printf("Nothing was changed. Add --apply to register them.\n");
    }
    return count(Kind::left) ? 1 : 0;
  }

 private:
  std::string verdict(const AdoptedFile& file) const {
    switch (file.kind) {
      case Kind::adopted: return options_.applies ? "adopted as " + file.ref : "to be adopted";
      case Kind::present: return "registered already as " + file.ref;
      case Kind::skipped: return "skipped, because " + shown(file.problems.front().sentence);
      case Kind::left: break;
    }
    return "left as it is";
  }

  static void print_phone(const AdoptedFile& file) {
    const Registration& phone = file.wanted;
    if (phone.mac) std::printf("  MAC address: %s\n", phone.mac->colons().c_str());
    if (phone.model) {
      std::printf("  model: %s, %s\n", std::string(phone.model->label).c_str(),
                  file.how_model.c_str());
    }
    if (file.person) {
      std::printf("  person: %s (%s), %s\n", shown(file.person->name).c_str(),
                  shown(file.person->login).c_str(), file.how_person.c_str());
    }
    for (const Line& line : phone.lines) {
      const std::string display = line.display.empty() ? "" : ", shown as " + shown(line.display);
      std::printf("  line %d: %s%s\n", line.position, shown(line.user).c_str(), display.c_str());
    }
    if (!phone.hostname.empty()) std::printf("  hostname: %s\n", phone.hostname.c_str());
    if (!phone.serial.empty()) std::printf("  serial number: %s\n", phone.serial.c_str());
  }

  void print_settings(const ForeignSettings& settings) const {
    for (const Setting& each : settings.kept) {
      if (each.is_unchecked) continue;
      std::printf("  setting: %s = %s\n", each.name.c_str(), shown(each.value).c_str());
    }
    // Its value is not shown, because it may be a secret.
    for (const Remark& each : settings.unchecked) print(each, "setting, unchecked: ");
    for (const Remark& each : settings.changed) print(each, "setting: ");
    for (const Remark& each : settings.left_out) print(each, "not kept: ");
    std::string names;
    for (const Remark& each : settings.replaced) {
      names += (names.empty() ? "" : ", ") + each.sentence;
    }
    if (!names.empty()) {
      std::printf("  spaconf's own at the next change: %s\n", names.c_str());
    }
  }

  void print(const Remark& remark, const char* what) const {
    const std::string line = remark.line ? ":" + std::to_string(remark.line) : "";
    std::printf("  %s%s%s: %s\n", what, path_.c_str(), line.c_str(),
                shown(remark.sentence).c_str());
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
    std::printf("The same on many phones; [phone.settings] could have them for all:\n");
    for (const auto& [phones, setting] : common) {
      std::printf("  %s on %d phones\n", shown(setting).c_str(), -phones);
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
      throw std::runtime_error("\"" + shown(each) + "\" names no person: write NUMBER=LOGIN");
    }
    people[each.substr(0, end)] = each.substr(end + 1);
  }
  return people;
}

const Model* model_in(const std::string& typed) {
  if (typed.empty()) return nullptr;
  const Model* model = find_model(typed);
  if (!model || !model->is_hardware()) throw std::runtime_error(typed + " is not a model");
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
    std::printf("%s is not the folder where spaconf writes profiles: see docs/adopt.md\n",
                shown(options.folder).c_str());
  }
  Report report(options);
  adopt.on_file = [&](const AdoptedFile& file) { report.add(file); };
  adopt_folder(services, adopt);
  return report.end();
}

}  // namespace

Run adopt(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("folder", options->folder, "the folder of the phones' profiles, spa….cfg")
      ->required();
  app.add_flag("--apply", options->applies, "register the phones; else nothing is changed");
  app.add_flag("--tickets", options->wants_tickets, "create a ticket for each phone");
  app.add_option("--model", options->model,
                 "the model of phones that may be this one and others: spa942");
  app.add_option("--person", options->people, "NUMBER=LOGIN: whose account it is; repeatable");
  app.add_option("--people", options->list_of_people,
                 "a file with NUMBER=LOGIN in each line, as --person has it");
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli
