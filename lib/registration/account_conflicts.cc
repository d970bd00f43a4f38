// Finds the conflicts about an account's name, and has their sentences.
#include "registration/account_conflicts.h"

#include "registration/form.h"

namespace spaconf {

ForeignAccount::ForeignAccount(int position, const std::string& user)
    : Conflict({line_field(position, "user"),
                "The exchange has an account " + user +
                    " that spaconf did not create. It was not changed. Choose another number, or "
                    "take over the account."}) {}

Namesake::Namesake(int position, const std::string& user, const std::string& domain)
    : Conflict({line_field(position, "user"),
                "The exchange also has an account " + user + " in the domain " + domain +
                    ", and distinguishes accounts only by name, because use_domain in [account] is "
                    "false. Choose another number, or remove that account from the exchange "
                    "first."}) {}

OtherSpelling::OtherSpelling(int position, const std::string& user, const std::string& there)
    : Conflict({line_field(position, "user"), "The exchange has an account " + there +
                                                  ", which it treats as " + user +
                                                  ". Choose another number."}) {}

ForeignPermissions::ForeignPermissions(int position, const std::string& user)
    : Conflict({line_field(position, "user"),
                "The exchange has permissions of a former account " + user +
                    ". They were not changed. Choose another number, or remove them from the "
                    "exchange first."}) {}

StillLeaving::StillLeaving(int position, const std::string& user)
    : Conflict({line_field(position, "user"),
                "The former account " + user +
                    " is still to be removed from the exchange. Choose another number, or try "
                    "again when that is done."}) {}

bool is_there(Exchange& exchange, const std::string& user, int position) {
  const std::string there = exchange.spelling(user);
  if (!there.empty() && there != user) throw OtherSpelling(position, user, there);
  return !there.empty();
}

void require_no_namesake(Exchange& exchange, const std::string& user, int position) {
  const auto domains = exchange.namesakes(user);
  if (!domains.empty()) throw Namesake(position, user, domains.front());
}

bool require_free(Exchange& exchange, const std::string& user, int position, bool may_overwrite) {
  const NameConflicts found = exchange.conflicts(user);
  if (!found.namesakes.empty()) throw Namesake(position, user, found.namesakes.front());
  if (!found.permissions.empty()) throw ForeignPermissions(position, user);
  if (found.account.empty()) return true;
  if (found.account != user) throw OtherSpelling(position, user, found.account);
  if (!may_overwrite) throw ForeignAccount(position, user);
  return false;
}

}  // namespace spaconf
