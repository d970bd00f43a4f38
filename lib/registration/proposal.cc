// Combines the person in the directory with the number's account.
#include "registration/proposal.h"

#include "base/translation.h"
#include "registration/account_conflicts.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

Fields form_of(const Person& person, const KnownPerson& known) {
  Fields fields;
  fields.add("login", person.login);
  fields.add("model", std::string(usual_model));
  fields.add(line_field(1, "user"), person.number);
  if (known.permissions) {
    // An empty value: then a form without ticked boxes asks for no permissions.
    fields.add(line_field(1, "permission"), "");
    for (const std::string& each : *known.permissions) {
      fields.add(line_field(1, "permission"), each);
    }
  }
  fields.add(line_field(1, "display"), person.name);
  return fields;
}

/// The person's directory entries that a phone cannot use.
std::vector<Problem> problems_of(const Person& person) {
  std::vector<Problem> problems;
  const std::string field = line_field(1, "user");
  const std::string error = number_error(person.number);
  if (!error.empty()) problems.push_back({field, error});
  if (person.number.empty() && !person.telephone.empty()) {
    problems.push_back(
        {field, sentence(_("The number cannot be derived from the telephone {telephone} in the "
                           "directory. Enter it."),
                         {{"telephone", person.telephone}})});
  }
  if (person.name.empty()) problems.push_back(no_name_problem());
  return problems;
}

/// What is known of a person and a number.
struct Known {
  /// An account of ours may be one that the exchange has lost: it has its password, and is created
  /// again.
  KnownPerson ours;
  std::optional<NameConflicts> conflicts;  ///< Empty when the exchange does not answer
};

bool can_be_number(const std::string& number) {
  return !number.empty() && number_error(number).empty();
}

/// What we know of the person and the number, and whether the exchange has an account of it: one
/// question, where one server has both. While another is away, the registration will find out.
Known known(Services& services, const Person& person, const std::string& number) {
  Exchange& exchange = services.exchange;
  const bool is_number = can_be_number(number);
  const SqlFragment question = is_number ? exchange.conflicts_question(number) : SqlFragment();
  Known known{services.store.known_people.find(person, is_number ? number : "", exchange.domain(),
                                               question),
              {}};
  const auto ask = [&] { known.conflicts = exchange.conflicts(number); };
  if (!question.text.empty()) {
    known.conflicts = exchange.conflicts_in(known.ours.others);
  } else if (is_number && !known.ours.permissions && !exchange.ask(ask)) {
    known.conflicts.reset();
  }
  return known;
}

void add_conflicts(Proposal& proposal, const NameConflicts& found, const std::string& number) {
  proposal.is_foreign = !found.account.empty();
  if (proposal.is_foreign) proposal.problems.push_back(ForeignAccount(1, number).problem());
  for (const std::string& domain : found.namesakes) {
    proposal.problems.push_back(Namesake(1, number, domain).problem());
  }
}

}  // namespace

Proposal propose(Services& services, Person person, const std::string& sent) {
  services.require_databases();
  const std::string number = sent.empty() ? person.number : sent;
  Known found = known(services, person, number);
  if (!found.ours.phones.empty()) use_first_login(person, found.ours.phones.back().login);
  if (!sent.empty()) person.number = sent;
  // Where numbers are logins, it is that of the first phone.
  if (person.number != number) found = known(services, person, person.number);
  Proposal proposal{.person = person,
                    .phones = std::move(found.ours.phones),
                    .form = form_of(person, found.ours),
                    .problems = problems_of(person),
                    .has_account = found.ours.permissions.has_value()};
  if (!proposal.has_account && found.conflicts) {
    add_conflicts(proposal, *found.conflicts, person.number);
  }
  return proposal;
}

}  // namespace spaconf
