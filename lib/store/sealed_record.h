// A registration as our tables hold it: with its lines, and their passwords sealed.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "store/registration.h"

namespace spaconf {

/// A row that this program cannot read, such as one of an unknown model.
struct UnreadableRecord : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The sealed password of one line.
struct SealedPassword {
  std::string domain;  ///< As the account's row spells it, which the password is sealed with
  std::string text;
};

/// A record whose lines have no passwords yet; PasswordSeal::opened() gives it with them.
struct SealedRecord : Record {
  std::vector<SealedPassword> passwords;  ///< One for each line
};

/// The same, with its row locked until the transaction ends.
struct LockedRecord : SealedRecord {
  LockedRecord() = default;
  explicit LockedRecord(SealedRecord record) : SealedRecord(std::move(record)) {}
};

}  // namespace spaconf
