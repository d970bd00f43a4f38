// Finds phones whose person has left the directory or has changed there.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "person/directory.h"
#include "store/phone_search.h"

namespace spaconf {

/// What is to be said of a phone's person, and what mends it.
struct Discrepancy {
  enum class Kind { left, several, changed };
  Kind kind;
  std::vector<std::string> sentences;

  /// "left", "several" or "changed".
  std::string_view name() const;
  /// The action of actions.h: "retire" or "refresh"; empty when only the directory can settle it.
  std::string_view action() const;
};

/// A phone that needs somebody.
struct DirectoryDiscrepancy {
  Record phone;
  Discrepancy remark;
};

/// Compares phones with the directory. Everybody is asked for at once; whoever seems to be
/// missing or to be several is asked for once more alone, since that answer decides.
class DirectorySnapshot {
 public:
  /// Asks for the people of these phones. Throws Unavailable.
  DirectorySnapshot(Directory& directory, const std::vector<Record>& phones);

  /// What is to be said of one of the phones; empty when its person is as they are written
  /// down. Throws Unavailable.
  std::optional<Discrepancy> compare(const Record& phone) const;

 private:
  Directory& directory_;
  std::multimap<std::string, Person> people_;  // by the keys of all their logins
};

/// How far to go through the live phones, in the order of their numbers.
struct ReviewOptions {
  std::int64_t after = 0;                       ///< Begins behind this number
  int most = 0;                                 ///< Ends with so many discrepancies; 0: never
  std::chrono::steady_clock::duration time{0};  ///< Ends when it is over; 0: never
};

/// How far it went, and what was found.
struct ReviewResult {
  std::vector<DirectoryDiscrepancy> discrepancies;
  std::int64_t looked_at = 0;  ///< Phones
  std::int64_t last = 0;       ///< The number of the last of them, where another review goes on
  bool is_whole = false;       ///< There are no more
};

/// Goes through the phones; nothing is changed. Throws Unavailable: then nothing is known.
ReviewResult review(Directory& directory, PhoneSearch& phone_search, const ReviewOptions& options);

}  // namespace spaconf
