// Compares the rows of a batch with one another.
#include "api/batch_conflicts.h"

#include <map>
#include <string>

#include "base/login.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

class Rows {
 public:
  void add(std::size_t place, const RegistrationRequest& row) {
    const Registration& wanted = row.wanted;
    if (wanted.mac) {
      add(place, "mac", "MAC address", "mac " + wanted.mac->plain());
    }
    if (!wanted.hostname.empty()) {
      add(place, "hostname", "hostname", "hostname " + wanted.hostname);
    }
    for (const Line& line : wanted.lines) add_number(place, row, line);
  }

  RefusedPhones refused;

 private:
  void refuse(std::size_t place, const std::string& field, const std::string& what,
              std::size_t earlier) {
    refused[place].is_conflict = true;
    refused[place].problems.push_back(
        {field, "/registrations/" + std::to_string(earlier) + " has the same " + what + "."});
  }

  void add(std::size_t place, const std::string& field, const std::string& what,
           const std::string& key) {
    const auto [there, is_first] = places_.try_emplace(key, place);
    if (!is_first) refuse(place, field, what, there->second);
  }

  /// Several phones of a person may share an account, but only one software phone has it.
  void add_number(std::size_t place, const RegistrationRequest& row, const Line& line) {
    const std::string field = line_field(line.position, "user");
    const auto [there, is_first] = owners_.try_emplace(line.user, Owner{place, row.wanted.login});
    if (!is_first && !same_login(there->second.login, row.wanted.login)) {
      refuse(place, field, "number for another person", there->second.place);
    } else if (!row.wanted.model->is_hardware()) {
      add(place, field, "number", "software " + line.user);
    }
  }

  struct Owner {
    std::size_t place;
    std::string login;
  };
  std::map<std::string, std::size_t> places_;  // by what only one row may have
  std::map<std::string, Owner> owners_;        // by number
};

}  // namespace

RefusedPhones conflicts_within(const std::vector<const RegistrationRequest*>& rows) {
  Rows found;
  for (std::size_t place = 0; place < rows.size(); ++place) {
    if (rows[place]) found.add(place, *rows[place]);
  }
  return std::move(found.refused);
}

}  // namespace spaconf::api
