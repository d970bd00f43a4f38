// Begins a roll-out. The whole list is checked first, so that it need not be corrected in the
// storeroom.
#include "registration/rollout.h"

#include <set>

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "registration/find_person.h"
#include "registration/idempotency.h"
#include "registration/people.h"

namespace spaconf {
namespace {

/// A list of more is shown no better.
constexpr std::size_t most_problems = 20;

struct TypedLogin {
  std::string login;
  int line;
};

std::vector<TypedLogin> logins_in(const std::string& text) {
  std::vector<TypedLogin> logins;
  int number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++number;
    std::string blank_separated = without_controls(plain_blanks(line));
    for (char& c : blank_separated) {
      if (c == ',' || c == ';') c = ' ';
    }
    for (const std::string& login : split(blank_separated, ' ')) {
      if (!login.empty()) logins.push_back({login, number});
    }
  }
  return logins;
}

class List {
 public:
  List(Services& services, const std::vector<TypedLogin>& logins) : services_(services) {
    std::vector<std::string> texts;
    for (const TypedLogin& each : logins) texts.push_back(each.login);
    const People people(*services.directory, services.store, std::move(texts));
    for (const TypedLogin& each : logins) add(people, each);
  }

  std::vector<RolloutPerson> people() {
    if (!problems_.empty()) throw Rejected(std::move(problems_));
    return std::move(people_);
  }

 private:
  void add(const People& people, const TypedLogin& typed) {
    if (problems_.size() == most_problems) return;
    std::optional<Person> person;
    try {
      person = people.find(typed.login);
    } catch (const Conflict& several) {
      return wrong(typed, several.problem().sentence);
    }
    if (!person) return wrong(typed, no_such_person(typed.login));
    if (person->number.empty()) {
      return wrong(typed, sentence(_("The directory has no number for {login}. Register this phone "
                                     "with the form, where you can type one."),
                                   {{"login", typed.login}}));
    }
    if (!logins_.insert(person->login).second) {
      return wrong(typed, sentence(_("{login} is in the list twice."), {{"login", typed.login}}));
    }
    people_.push_back({person->login, person->name, person->room});
  }

  void wrong(const TypedLogin& typed, const std::string& problem) {
    problems_.push_back({"people", sentence(_("Line {row}: {problem}"),
                                            {{"row", typed.line}, {"problem", problem}})});
  }

  Services& services_;
  std::set<std::string> logins_;
  std::vector<RolloutPerson> people_;
  std::vector<Problem> problems_;
};

}  // namespace

std::string start_rollout(Services& services, const RolloutRequest& request) {
  const auto logins = logins_in(request.logins);
  if (logins.size() > std::size_t{most_people}) {
    throw Rejected({{"people", counted("This is {count} person; a list has at most {most}.",
                                       "These are {count} people; a list has at most {most}.",
                                       std::int64_t(logins.size()), {{"most", most_people}})}});
  }
  const auto people = List(services, logins).people();
  const Rollout rollout{.ref = random_ref(),
                        .model = request.model,
                        .actor = request.actor,
                        .created = {},
                        .has_ticket_per_phone = request.ticket_per_phone};
  RequestKey claim{.actor = request.actor,
                   .key = request.key,
                   .fingerprint = sha256_hex(request.logins),
                   .ref = rollout.ref,
                   .mac = {}};
  run_once(services.store, claim, [&] { services.store.rollouts.add(rollout, people); });
  return claim.ref;
}

std::string ticket_batch_of(Store& store, const Rollout& rollout) {
  if (rollout.has_ticket_per_phone) return "";
  return store.ticket_batches.ref_of({.origin = BatchOrigin::scan,
                                      .actor = rollout.actor,
                                      .login = rollout.actor,
                                      .request_key = sha256_hex("scan " + rollout.ref)});
}

}  // namespace spaconf
