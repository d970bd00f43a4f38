// Finds the conflicts about an account's name, and has their sentences.
#include "registration/account_conflicts.h"

#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {
namespace {

constexpr const char* foreign_account =
    N_("The exchange has an account {user} that spaconf did not create. It was not changed. Choose "
       "another number, or take over the account.");
constexpr const char* namesake =
    N_("The exchange also has an account {user} in the domain {other}, and distinguishes accounts "
       "only by name, because use_domain in [account] is false. Choose another number, or remove "
       "that account from the exchange first.");
constexpr const char* other_spelling =
    N_("The exchange has an account {other}, which it treats as {user}. Choose another number.");
constexpr const char* foreign_permissions =
    N_("The exchange has permissions of a former account {user}. They were not changed. Choose "
       "another number, or remove them from the exchange first.");
constexpr const char* still_leaving =
    N_("The former account {user} is still to be removed from the exchange. Choose another number, "
       "or try again when that is done.");

}  // namespace

NameConflict::NameConflict(int position, const char* message, const Names& names)
    : Conflict({line_field(position, "user"),
                sentence(_(message), {{"user", names.user}, {"other", names.other}})}),
      in_english_(sentence(message, {{"user", names.user}, {"other", names.other}})) {}

ForeignAccount::ForeignAccount(int position, const std::string& user)
    : NameConflict(position, foreign_account, {user}) {}

Namesake::Namesake(int position, const std::string& user, const std::string& domain)
    : NameConflict(position, namesake, {user, domain}) {}

OtherSpelling::OtherSpelling(int position, const std::string& user, const std::string& there)
    : NameConflict(position, other_spelling, {user, there}) {}

ForeignPermissions::ForeignPermissions(int position, const std::string& user)
    : NameConflict(position, foreign_permissions, {user}) {}

StillLeaving::StillLeaving(int position, const std::string& user)
    : NameConflict(position, still_leaving, {user}) {}

std::string reason_in_words(const std::string& stored) {
  constexpr const char* messages[] = {foreign_account, namesake, other_spelling,
                                      foreign_permissions, still_leaving};
  return translated(stored, messages);
}

std::string belongs_to(const std::string& user, const std::string& owner) {
  return sentence(_("{user} belongs to {owner}."), {{"user", user}, {"owner", owner}});
}

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
