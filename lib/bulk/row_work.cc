// Turns problems and exceptions into the results of rows.
#include "bulk/row_work.h"

#include <new>
#include <stdexcept>
#include <utility>

#include "base/sql.h"
#include "base/translation.h"

namespace spaconf {

std::string sentence_of(const Problem& problem) {
  return (problem.field.empty() ? "" : problem.field + ": ") + problem.sentence;
}

std::string see(const std::string& ref) { return sentence(_("See {ref}."), {{"ref", ref}}); }

void RowWork::finish(RowResult::Kind kind, std::vector<std::string> sentences) {
  result.kind = kind;
  result.sentences = std::move(sentences);
  is_done = true;
}

void RowWork::refuse(std::vector<Problem> problems) {
  std::vector<std::string> sentences;
  for (const Problem& problem : problems) sentences.push_back(sentence_of(problem));
  result.problems = std::move(problems);
  finish(RowResult::Kind::refused, std::move(sentences));
}

void RowWork::refuse_for_exception() {
  try {
    throw;
  } catch (const Rejected& rejected) {
    refuse(rejected.problems());
  } catch (const Conflict& conflict) {
    Problem problem = conflict.problem();
    if (!conflict.ref().empty()) problem.sentence += " " + see(conflict.ref());
    refuse({std::move(problem)});
  } catch (const sql::Busy&) {
    refuse({{"",
             _("Another program is changing the same phone or account. Nothing was changed; import "
               "this row again.")}});
  } catch (const Unavailable&) {
    throw;
  } catch (const Misconfigured&) {
    throw;
  } catch (const std::logic_error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    // This phone's row in the database is unreadable.
    refuse({{"", error.what()}});
  }
}

}  // namespace spaconf
