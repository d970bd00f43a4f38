// Combines the person in the directory with the number's account.
#include "registration/proposal.h"

#include "registration/account_conflicts.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

Fields form_of(const Person& person, const std::optional<AccountOwner>& account) {
  Fields fields;
  fields.add("login", person.login);
  fields.add("model", "spa942");
  fields.add(line_field(1, "user"), person.number);
  if (account) {
    // An empty value: then a form without ticked boxes asks for no permissions.
    fields.add(line_field(1, "permission"), "");
    for (const std::string& each : account->permissions) {
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
    problems.push_back({field, "The number cannot be derived from the telephone " +
                                   person.telephone + " in the directory. Enter it."});
  }
  if (person.name.empty()) problems.push_back(no_name_problem());
  return problems;
}

/// The exchange's accounts of this name. While it is away, the registration will find them.
void add_exchanges_accounts(Proposal& proposal, Exchange& exchange, const std::string& number) {
  std::vector<std::string> domains;
  const bool answers = exchange.ask([&] {
    proposal.is_foreign = exchange.has(number);
    domains = exchange.namesakes(number);
  });
  if (!answers) return;
  if (proposal.is_foreign) proposal.problems.push_back(ForeignAccount(1, number).problem());
  for (const std::string& domain : domains) {
    proposal.problems.push_back(Namesake(1, number, domain).problem());
  }
}

}  // namespace

Proposal propose(Services& services, const Person& person) {
  services.require_databases();
  const std::string& number = person.number;
  const bool can_be_number = !number.empty() && number_error(number).empty();
  std::optional<AccountOwner> account;
  // Also one that the exchange has lost: it has its password, and is created again.
  if (can_be_number) account = services.store.accounts.find(number, services.exchange.domain());
  Proposal proposal{.form = form_of(person, account),
                    .problems = problems_of(person),
                    .has_account = account.has_value()};
  if (can_be_number && !account) add_exchanges_accounts(proposal, services.exchange, number);
  return proposal;
}

}  // namespace spaconf
