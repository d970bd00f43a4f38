// Finds in one statement what is known of a person before their next phone is registered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sql_fragment.h"
#include "person/person.h"
#include "phone/mac.h"
#include "phone/model.h"

namespace spaconf {

/// One of a person's phones.
struct PersonPhone {
  std::string ref;
  std::string login;       ///< That it was registered with
  const Model* model;      ///< nullptr: one that this program does not know
  std::optional<Mac> mac;  ///< Empty for a software phone
};

/// What is known of a person, and of the account that they may get.
struct KnownPerson {
  std::vector<PersonPhone> phones;  ///< Live, the latest first; of all the person's logins
  /// Of spaconf's account of that name; empty when there is none.
  std::optional<std::vector<std::string>> permissions;
  std::vector<sql::Row> others;  ///< The rows of the other question
};

/// Our tables' people.
class KnownPeople {
 public:
  explicit KnownPeople(sql::Connection& database) : database_(database) {}

  /// The person and the account `user` of `domain`. `other` is a SELECT of two texts that is asked
  /// in the same statement, because each statement costs as much as what it asks for; or empty.
  KnownPerson find(const Person& person, const std::string& user, const std::string& domain,
                   const SqlFragment& other = {});

 private:
  sql::Connection& database_;
};

}  // namespace spaconf
