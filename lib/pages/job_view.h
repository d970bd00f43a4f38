// Gives jobs their words: titles, states and numbers.
#pragma once

#include <string>
#include <string_view>

#include "store/job.h"

namespace spaconf {

/// "Import of phones.csv".
std::string title_of(const Job& job);
/// "waiting for your confirmation".
std::string label_of(JobState state);
/// Is it of a table, and not of an action on many phones?
bool is_import(const Job& job);
/// "198 rows" of a table, "198 phones" of a bulk action.
std::string counted(const Job& job, int count);
/// "Import 198 rows": what the button of a checked job says.
std::string verb_of(const Job& job, const JobCounts& counts);
/// The label of a row: "would be registered", "registered".
std::string label_of(const JobRow& row);
/// Has the number of rows to be typed to confirm it?
bool types_number(const Job& job);
/// The field that a sentence begins with, "mac" of "mac: The MAC address …"; empty when there is
/// none.
std::string field_of(const std::string& sentence);
}  // namespace spaconf
