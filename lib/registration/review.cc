// Compares phones with the directory.
#include "registration/review.h"

#include <algorithm>

#include "base/translation.h"
#include "person/telephone.h"
#include "registration/differences.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

/// How many phones are read at once.
constexpr int batch = 50;

struct Row {
  Discrepancy::Kind kind;
  std::string_view name;
  const Action* action;
};
constexpr Row rows[] = {
    {Discrepancy::Kind::left, "left", &action_row("retire")},
    {Discrepancy::Kind::several, "several", nullptr},
    {Discrepancy::Kind::changed, "changed", &action_row("refresh")},
};

const Row& row_of(Discrepancy::Kind kind) { return *std::ranges::find(rows, kind, &Row::kind); }

/// The warning that line 1 keeps a number that was derived from the former telephone; empty when
/// the number is still right.
std::string about_number(const Record& phone, const Person& now) {
  if (phone.wanted.lines.empty() || now.number.empty()) return "";
  const std::string& user = phone.wanted.lines.front().user;
  const bool is_by_telephone = last_digits(phone.person.telephone, user.size()) == user;
  if (!is_by_telephone || now.number == user) return "";
  return sentence(
      _("With this telephone line 1 would be {number}; it keeps the account {user} until "
        "the phone is edited."),
      {{"number", now.number}, {"user", user}});
}

std::optional<Discrepancy> compared(const Record& phone, Person now) {
  // If the directory hides the name, the known one remains.
  if (now.name.empty()) now.name = phone.person.name;
  Discrepancy found{.kind = Discrepancy::Kind::changed, .sentences = {}};
  for (const Difference& each : differences(phone.wanted, phone.person, phone.wanted, now)) {
    found.sentences.push_back(each.sentence());
  }
  if (found.sentences.empty()) return {};
  if (phone.person.telephone != now.telephone) {
    const std::string warning = about_number(phone, now);
    if (!warning.empty()) found.sentences.push_back(warning);
  }
  return found;
}

std::vector<std::string> logins_of(const std::vector<Record>& phones) {
  std::vector<std::string> logins;
  for (const Record& phone : phones) logins.push_back(phone.wanted.login);
  return logins;
}

}  // namespace

std::string_view Discrepancy::name() const { return row_of(kind).name; }

const Action* Discrepancy::action() const { return row_of(kind).action; }

DirectorySnapshot::DirectorySnapshot(Directory& directory, const std::vector<Record>& phones)
    : directory_(directory, logins_of(phones)) {}

std::optional<Discrepancy> DirectorySnapshot::compare(const Record& phone) {
  const std::string& login = phone.wanted.login;
  try {
    if (auto person = directory_.find(login)) return compared(phone, *person);
  } catch (const Conflict& several) {
    return Discrepancy{Discrepancy::Kind::several, {several.problem().sentence}};
  }
  return Discrepancy{Discrepancy::Kind::left, {no_such_person(login)}};
}

ReviewResult review(Directory& directory, PhoneSearch& phone_search, const ReviewOptions& options) {
  const auto end = std::chrono::steady_clock::now() + options.time;
  Search live;
  live.state_filter = find_state_filter("live");
  ReviewResult done{.discrepancies = {}, .looked_at = 0, .last = options.after, .is_whole = false};
  for (;;) {
    const auto phones = phone_search.after(live, done.last, batch);
    done.is_whole = phones.empty();
    if (done.is_whole) return done;
    DirectorySnapshot people(directory, phones);
    for (const Record& phone : phones) {
      if (auto found = people.compare(phone)) done.discrepancies.push_back({phone, *found});
      ++done.looked_at;
      done.last = phone.id;
      if (options.most > 0 && done.discrepancies.size() == std::size_t(options.most)) return done;
      if (options.time.count() > 0 && std::chrono::steady_clock::now() > end) return done;
    }
  }
}

}  // namespace spaconf
