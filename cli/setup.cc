// spaconf setup: asks for the site's settings, tries the answers on the real services, and writes
// them to the configuration.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "account/password.h"
#include "answers.h"
#include "base/config.h"
#include "base/config_edit.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/translation.h"
#include "commands.h"
#include "input_line.h"
#include "program_user.h"
#include "setup_questions.h"

namespace spaconf::cli {
namespace {

/// The configuration file, changed value by value.
class ConfigFile {
 public:
  explicit ConfigFile(const std::filesystem::path& file)
      : file_(std::filesystem::canonical(file)) {}

  Config read() const { return Config(file_); }

  /// `toml` is the value as TOML writes it. A text that is not TOML leaves the file as it was.
  void set(const std::string& key, const std::string& toml) {
    const std::string before = read_file(file_), after = with_value(before, key, toml);
    if (after == before) return;
    save(after);
    try {
      read();
    } catch (const Misconfigured&) {
      save(before);
      throw;
    }
  }

 private:
  void save(const std::string& text) {
    struct stat status {};
    ::stat(file_.c_str(), &status);
    Staged(file_.parent_path(), text, status.st_mode & 07777, status.st_gid).publish(file_);
  }

  std::filesystem::path file_;
};

class Setup {
 public:
  /// Throws Misconfigured when the file is not TOML: then no answer can be shown or written.
  Setup(const ProgramUser& user, bool asks) : user_(user), asks_(asks) { file_.read(); }

  /// "person.uri=ldaps://…", or "web.form_workers:=4" with a value as TOML writes it.
  void take(const std::string& given) {
    const auto equals = given.find('=');
    if (equals == given.npos || equals == 0) {
      throw std::runtime_error(sentence(_("{typed} is not KEY=VALUE"), {{"typed", given}}));
    }
    const bool is_toml = given[equals - 1] == ':';
    const std::string key = given.substr(0, equals - is_toml), value = given.substr(equals + 1);
    file_.set(key, is_toml ? value : toml_of(value, kind_of(key)));
    given_.push_back(key);
  }

  /// True when all groups of answers work.
  bool carry_out() {
    for (const QuestionGroup& group : setup_questions()) {
      std::printf("%s%s\n", &group == &setup_questions().front() ? "" : "\n",
                  _(group.title).c_str());
      while (!try_group(group)) {
        if (!asks_) return false;
        given_.clear();
      }
    }
    return true;
  }

 private:
  static AnswerKind kind_of(const std::string& key) {
    for (const QuestionGroup& group : setup_questions()) {
      for (const Question& each : group.questions) {
        if (each.key == key) return each.kind;
      }
    }
    return AnswerKind::text;
  }

  bool try_group(const QuestionGroup& group) try {
    for (const Question& question : group.questions) {
      if (asks_ && std::ranges::find(given_, question.key) == given_.end()) ask(question);
    }
    std::printf("  ok: %s\n", group.attempt(file_.read(), user_).c_str());
    return true;
  } catch (const EndOfInput&) {
    throw;  // asking again would get no answer either
  } catch (const std::exception& error) {
    std::printf("  FAIL: %s\n", error.what());
    if (!group.hint.empty()) std::printf("  %s\n", _(group.hint).c_str());
    return false;
  }

  /// An empty answer keeps what is there, "-" empties it.
  void ask(const Question& question) {
    const std::string present = present_answer(file_.read(), question);
    if (question.kind == AnswerKind::secret) return ask_secret(question, present);
    std::string answer =
        std::string(trim(line_of_input("  " + _(question.words) + " [" + present + "]")));
    if (answer.empty()) return;
    if (answer == "-") answer.clear();
    file_.set(question.key, toml_of(answer, question.kind));
  }

  void ask_secret(const Question& question, const std::filesystem::path& file) {
    const bool is_there = std::filesystem::exists(file);
    const std::string words = _(question.words);
    std::string secret = hidden_line_of_input(
        "  " + (is_there ? sentence(_("{question} [keep {file}]"),
                                    {{"question", words}, {"file", file.string()}})
                         : words));
    if (secret.empty() && is_there) return;
    if (secret.empty()) {
      throw std::runtime_error(sentence(_("{file} is missing"), {{"file", file.string()}}));
    }
    if (file.empty()) {
      throw std::runtime_error(sentence(_("{key} names no file"), {{"key", question.key}}));
    }
    if (secret == "-") secret = generated(question);
    Staged(file.parent_path(), secret + "\n", 0640, user_.group()).publish(file);
  }

  static std::string generated(const Question& question) {
    if (question.can_be_generated) return new_password().reveal();
    throw std::runtime_error(sentence(_("{question}: \"-\" makes no password here, because another "
                                        "service decides which one is right"),
                                      {{"question", _(question.words)}}));
  }

  const ProgramUser& user_;
  bool asks_;
  ConfigFile file_{Config::usual_file()};
  std::vector<std::string> given_;  // keys that are not asked for
};

/// The tables, the initial profiles and a last check, as the user who runs the programs.
int finish(const ProgramUser& user) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"migrate"}, {"initial-profiles"}, {"check-config", "--live"}}) {
    std::printf("\n%s\n", words.front().c_str());
    std::fflush(stdout);
    if (const int code = user.run(words)) return code;
  }
  std::printf("\n%s\n", _("Now start the programs and tell the web server; then: spaconf doctor"));
  return 0;
}

struct Options {
  std::vector<std::string> given;
  bool has_no_questions = false;
  bool is_untried = false;
  std::string user;
};

int run(const Options& options) try {
  const ProgramUser user(options.user);
  Setup setup(user, !options.has_no_questions);
  for (const std::string& each : options.given) setup.take(each);
  if (options.is_untried) return 0;
  return setup.carry_out() ? finish(user) : 1;
} catch (const EndOfInput& end) {
  throw std::runtime_error(
      sentence(_("{problem}; the earlier answers are kept"), {{"problem", end.what()}}));
}

}  // namespace

Run setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("KEY=VALUE", options->given,
                 _("a setting, such as person.uri=ldaps://ldap.example.org; KEY:=VALUE for TOML"));
  app.add_flag("--no-questions", options->has_no_questions,
               _("ask nothing; passwords are in their files already"));
  app.add_flag("--untried", options->is_untried, _("only write the settings that are given"));
  app.add_option("--user", options->user, _("the user who runs the programs"))
      ->default_val("spaconf");
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli
