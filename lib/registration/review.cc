// Nobody is taken to have left because an answer about many lacks them: it may have been cut
// short, or the directory may spell the login in another way than we wrote it down.
#include "registration/review.h"

#include <algorithm>

#include "base/login.h"
#include "person/telephone.h"
#include "registration/differences.h"

namespace spaconf {
namespace {

/// How many people are asked for at once.
constexpr int batch = 50;

/// Where line 1 has the last digits of the former telephone, it would have others by now;
/// empty when it would not.
std::string about_number(const Record& phone, const Person& now) {
  if (phone.wanted.lines.empty() || now.number.empty()) return "";
  const std::string& user = phone.wanted.lines.front().user;
  const bool is_by_telephone = last_digits(phone.person.telephone, user.size()) == user;
  if (!is_by_telephone || now.number == user) return "";
  return "By this telephone line 1 would be " + now.number + "; it keeps the account " + user +
         " until somebody edits the phone.";
}

std::optional<Remark> compared(const Record& phone, Person now) {
  // A name that the directory hides is still the person's.
  if (now.name.empty()) now.name = phone.person.name;
  Remark remark{.kind = Remark::Kind::changed, .sentences = {}};
  for (const Difference& each : differences(phone.wanted, phone.person, phone.wanted, now)) {
    remark.sentences.push_back(each.sentence());
  }
  if (remark.sentences.empty()) return {};
  if (phone.person.telephone != now.telephone) {
    const std::string sentence = about_number(phone, now);
    if (!sentence.empty()) remark.sentences.push_back(sentence);
  }
  return remark;
}

}  // namespace

std::string_view Remark::name() const {
  constexpr std::string_view names[] = {"left", "several", "changed"};
  return names[int(kind)];
}

std::string_view Remark::remedy() const {
  constexpr std::string_view remedies[] = {"retire", "", "refresh"};
  return remedies[int(kind)];
}

PeopleNow::PeopleNow(Directory& directory, const std::vector<Record>& phones)
    : directory_(directory) {
  std::vector<std::string> logins;
  for (const Record& phone : phones) logins.push_back(phone.wanted.login);
  std::ranges::sort(logins);
  logins.erase(std::ranges::unique(logins).begin(), logins.end());
  for (const Person& person : directory_.find_all(logins)) {
    for (const std::string& other : person.other_logins) people_.emplace(login_key(other), person);
    people_.emplace(login_key(person.login), person);
  }
}

std::optional<Remark> PeopleNow::remark_on(const Record& phone) const {
  const std::string& login = phone.wanted.login;
  const auto [first, end] = people_.equal_range(login_key(login));
  if (std::distance(first, end) == 1) return compared(phone, first->second);
  try {
    if (auto person = directory_.find(login)) return compared(phone, *person);
  } catch (const Conflict& several) {
    return Remark{Remark::Kind::several, {several.problem().sentence}};
  }
  return Remark{Remark::Kind::left, {"The directory knows nobody with the login " + login + "."}};
}

Reviewed review(Services& services, const Review& wish) {
  const auto end = std::chrono::steady_clock::now() + wish.time;
  Search live;
  live.standing = find_standing("live");
  Reviewed done{.strays = {}, .looked_at = 0, .last = wish.after, .is_whole = false};
  for (;;) {
    const auto phones = services.ledger.found_after(live, done.last, batch);
    done.is_whole = phones.empty();
    if (done.is_whole) return done;
    const PeopleNow people(*services.directory, phones);
    for (const Record& phone : phones) {
      if (auto remark = people.remark_on(phone)) done.strays.push_back({phone, *remark});
      ++done.looked_at;
      done.last = phone.id;
      if (wish.most > 0 && done.strays.size() == std::size_t(wish.most)) return done;
      if (wish.time.count() > 0 && std::chrono::steady_clock::now() > end) return done;
    }
  }
}

}  // namespace spaconf
