// Finds phones whose person has left the directory or has changed there.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "person/prefetched_directory.h"
#include "registration/actions.h"
#include "store/phone_search.h"

namespace spaconf {

/// A difference between a phone's person and the directory, and the action that corrects it.
struct Discrepancy {
  enum class Kind { left, several, changed };
  Kind kind;
  std::vector<std::string> sentences;

  /// "left", "several" or "changed".
  std::string_view name() const;
  /// What solves it; nullptr when only the directory can be corrected.
  const Action* action() const;
};

/// A phone with discrepancies.
struct DirectoryDiscrepancy {
  Record phone;
  Discrepancy discrepancy;
};

/// Compares phones with the directory. One search asks for all people; a person who seems to be
/// missing or ambiguous is looked up again alone, and that answer decides.
class DirectorySnapshot {
 public:
  /// Looks up the people of these phones. Throws Unavailable.
  DirectorySnapshot(Directory& directory, const std::vector<Record>& phones);

  /// The discrepancy of one of the phones; empty when its person is the same in the directory.
  /// Throws Unavailable.
  std::optional<Discrepancy> compare(const Record& phone);

 private:
  PrefetchedDirectory directory_;
};

/// The range of live phones to check, in the order of their ids.
struct ReviewOptions {
  std::int64_t after = 0;                       ///< Begins after this id
  int most = 0;                                 ///< Ends after this many discrepancies; 0: no limit
  std::chrono::steady_clock::duration time{0};  ///< Ends after this time; 0: no limit
};

/// The result of a review.
struct ReviewResult {
  std::vector<DirectoryDiscrepancy> discrepancies;
  std::int64_t looked_at = 0;  ///< Phones
  std::int64_t last = 0;       ///< The id of the last of them, from which another review continues
  bool is_whole = false;       ///< All phones were checked
};

/// Checks the phones and changes nothing. Throws Unavailable: then there is no result.
ReviewResult review(Directory& directory, PhoneSearch& phone_search, const ReviewOptions& options);

}  // namespace spaconf
