// Lists the problems of a form, for each field and as a summary.
#include "pages/form_draft.h"

#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {

std::string sentences_about(const Draft& draft, std::string_view field) {
  std::string sentences;
  for (const Problem& problem : draft.problems) {
    if (problem.field == field) sentences += (sentences.empty() ? "" : " ") + problem.sentence;
  }
  return sentences;
}

void add_summary(Values& values, const std::string& base_path, const Draft& draft) {
  if (draft.problems.empty()) return;
  Values summary = values.include("SUMMARY", "pages/summary.tpl");
  summary.set("BASE", base_path);
  for (const Problem& problem : draft.problems) {
    Values item = summary.add(problem.field.empty() ? "PLAIN" : "LINKED");
    item.set("FIELD", problem.field == "setting" ? "setting1" : problem.field);
    // Beside its field a sentence about a line need not say which; here it must.
    const int line = line_of(problem.field);
    item.set("SENTENCE", line ? sentence(_("Line {line}: {problem}"),
                                         {{"line", line}, {"problem", problem.sentence}})
                              : problem.sentence);
  }
  summary.show_if("REFERENCE", draft.reference);
  summary.show_if("EXISTING_REF", draft.existing_ref);
}

}  // namespace spaconf
