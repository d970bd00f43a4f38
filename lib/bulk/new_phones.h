// Registers the new phones of a table, many in one transaction.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bulk/batch_registration.h"
#include "bulk/phone_conflicts.h"
#include "bulk/row_work.h"
#include "registration/people.h"

namespace spaconf {

/// The rows of one table that have no reference. All arguments outlive it.
class NewPhones {
 public:
  /// `is_check`: nothing is changed.
  NewPhones(Services& services, const Import& import, const Table& table, bool is_check)
      : services_(services), import_(import), table_(table), is_check_(is_check) {}

  /// Works on the next rows of the table: searches the directory for all their people, registers
  /// all that can be, and gives each row its result. A row that was registered before is unchanged.
  /// Throws Unavailable.
  void carry_out(const RowsWork& rows);

 private:
  struct Phone {
    RowWork* work;
    Fields form;
    RegistrationRequest order;
  };
  using Phones = std::vector<Phone*>;

  std::vector<Phone> opened(const RowsWork& rows);
  bool is_repeated(const Phone& phone);
  void finish_known(const Phones& phones);
  void finish_known(Phone& phone, const SealedRecord* record);
  void read(const Phones& phones);
  void read(Phone& phone, const People& people);
  void add_ticket_batch(const Phones& phones);
  void register_all(Phones phones);
  void register_together(Phones phones);
  void finish_registered(Phone& phone, const std::string& ref);
  void finish_refused(Phone& phone, const RefusedPhone& refused);
  bool is_there(const Phone& phone, const std::string& ref);

  Services& services_;
  const Import& import_;
  const Table& table_;
  const bool is_check_;
  std::string ticket_batch_;  // its reference, as soon as a phone is registered
  PhoneConflicts conflicts_;
  /// By a hash of the row's form.
  std::unordered_map<std::size_t, int> lines_;
};

}  // namespace spaconf
