// Reads a person's phones and the permissions of their account in one SQL statement.
#include "store/known_people.h"

#include <algorithm>
#include <functional>

#include "base/number.h"
#include "base/text.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// A phone's text: its number, reference, model, address and login, separated by blanks. The
/// collation is for all parts of the UNION, since columns of the exchange may have another.
constexpr char phone_text[] =
    "CONCAT_WS(' ', id, ref, model, COALESCE(mac, ''), login) COLLATE utf8mb4_bin";

struct NumberedPhone {
  std::int64_t number;
  PersonPhone phone;
};

NumberedPhone phone_in(const std::string& text) {
  auto parts = split(text, ' ');
  // The login itself may have blanks.
  const std::string login = joined({parts.begin() + 4, parts.end()}, " ");
  return {whole_number(parts[0]).value_or(0),
          {parts[1], login, find_model(parts[2]), Mac::parse(parts[3])}};
}

}  // namespace

KnownPerson KnownPeople::find(const Person& person, const std::string& user,
                              const std::string& domain, const SqlFragment& other) {
  std::vector<sql::Value> logins{person.login};
  logins.insert(logins.end(), person.other_logins.begin(), person.other_logins.end());
  SqlFragment question;
  question
      .add(std::string("SELECT 'phone', ") + phone_text +
               " FROM registration WHERE state = 'live' AND login IN (" +
               placeholders(logins.size()) + ")",
           logins)
      .add(
          " UNION ALL SELECT 'permissions', permissions FROM account WHERE user = ? AND domain = ?",
          {user, domain});
  if (!other.text.empty()) question.add(" UNION ALL ").add(other);
  KnownPerson known;
  std::vector<NumberedPhone> phones;
  for (const sql::Row& row : database_.query(question.text, question.values)) {
    if (row.text(0) == "phone") {
      phones.push_back(phone_in(row.text(1)));
    } else if (row.text(0) == "permissions") {
      known.permissions = words(row.text(1));
    } else {
      known.others.push_back(row);
    }
  }
  std::ranges::sort(phones, std::greater(), &NumberedPhone::number);
  for (auto& [number, phone] : phones) {
    // The column does not tell "dvorak" from "dvořák".
    if (has_login(person, phone.login)) known.phones.push_back(std::move(phone));
  }
  return known;
}

}  // namespace spaconf
