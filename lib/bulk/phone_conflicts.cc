// Compares new phones with one another, before the database does.
#include "bulk/phone_conflicts.h"

#include <functional>

#include "base/login.h"
#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {

std::vector<Problem> PhoneConflicts::add(const RegistrationRequest& order, int place,
                                         std::string (*name)(int place)) {
  std::vector<Problem> problems;
  const auto refuse = [&](const std::string& field, const char* message, int earlier) {
    problems.push_back({field, sentence(_(message), {{"other", name(earlier)}})});
  };
  const auto claim = [&](auto& places, const std::string& key, const std::string& field,
                         const char* message) {
    const auto [there, is_first] = places.try_emplace(key, place);
    if (!is_first) refuse(field, message, there->second);
  };
  const Registration& wanted = order.wanted;
  if (wanted.mac) claim(macs_, wanted.mac->plain(), "mac", N_("{other} has the same MAC address."));
  if (!wanted.hostname.empty())
    claim(hostnames_, wanted.hostname, "hostname", N_("{other} has the same hostname."));
  const std::size_t login = std::hash<std::string>()(login_key(wanted.login));
  for (const Line& line : wanted.lines) {
    const std::string field = line_field(line.position, "user");
    // Several phones of a person may share an account, but only one software phone has it.
    const auto [owner, is_first] = owners_.try_emplace(line.user, Owner{place, login});
    if (!is_first && owner->second.login != login) {
      refuse(field, N_("{other} has the same number for another person."), owner->second.place);
    } else if (!wanted.model->is_hardware()) {
      claim(software_numbers_, line.user, field, N_("{other} has the same number."));
    }
  }
  return problems;
}

}  // namespace spaconf
