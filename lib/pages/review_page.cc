// GET /review?after=: compares phones with the directory.
// A page checks as many phones as its time allows, and its link continues from there.
#include "pages/review_page.h"

#include <algorithm>

#include "base/number.h"
#include "base/translation.h"
#include "pages/change_page.h"
#include "pages/form_guard.h"
#include "pages/phone_page.h"
#include "registration/review.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr int most_discrepancies = 50;
/// Short enough to answer in time even if the directory stops responding.
constexpr std::chrono::milliseconds most_time{3000};
/// The part of the request's time that is reserved for the last search and the page.
constexpr std::chrono::milliseconds reserve{2500};

/// A registration's number; 0 when the text is not a number.
std::int64_t number_in(const std::string& text) { return whole_number(text, 1).value_or(0); }

std::string in_words(const ReviewResult& reviewed, bool goes_on) {
  if (reviewed.looked_at == 0) return goes_on ? _("No more phones") : _("No phones");
  const auto found = std::int64_t(reviewed.discrepancies.size());
  const NamedValue all("all", counted("{count} phone", "{count} phones", reviewed.looked_at));
  return reviewed.is_whole
             ? counted("{count} of {all} differs from the directory",
                       "{count} of {all} differ from the directory", found, {all})
             : counted("{count} of {all} differs from the directory, so far",
                       "{count} of {all} differ from the directory, so far", found, {all});
}

/// Fills in the button that previews the action.
void fill_button(Values& row, const Site& site, const web::Request& request,
                 const DirectoryDiscrepancy& found) {
  const Action* action = found.discrepancy.action();
  if (!action) return;
  Values form = row.add("REMEDY");
  form.set("ACTION", action->name);
  form.set("TITLE", _(action->title));
  form.set("VERSION", found.phone.version);
  give_form_token(form, site, request.user, change_action(action->name, found.phone.ref));
}

void fill_phone(Values& row, const DirectoryDiscrepancy& found) {
  const Record& phone = found.phone;
  const Registration& wanted = phone.wanted;
  row.set("REF", phone.ref);
  row.set("NAME", name_of(phone));
  row.set("LOGIN", wanted.login);
  row.set("NUMBER", wanted.lines.empty() ? "" : wanted.lines.front().user);
  row.set("MODEL", _(wanted.model->label));
  row.set("KIND", found.discrepancy.name());
  for (const std::string& each : found.discrepancy.sentences) row.add("SAID").set("SENTENCE", each);
}

}  // namespace

web::Response review_page(Site& site, const web::Request& request) {
  const std::int64_t after = number_in(web::query_fields(request).text("after"));
  site.services.require_databases();
  const auto left = site.services.deadline.left(most_time + reserve, "directory") - reserve;
  const ReviewResult reviewed = review(*site.services.directory, site.services.store.phone_search,
                                       {.after = after,
                                        .most = most_discrepancies,
                                        .time = std::max(left, std::chrono::milliseconds(1))});

  Page page(site, "pages/review.tpl", _("Who has left?"));
  page.is_for(request);
  Values& values = page.values();
  values.set("COUNT", in_words(reviewed, after > 0));
  if (!reviewed.discrepancies.empty()) {
    const bool may_change = site.identity.role(request.user) >= web::Role::registrar;
    Values table = values.add("TABLE");
    if (may_change) table.show("MAY_CHANGE");
    for (const DirectoryDiscrepancy& found : reviewed.discrepancies) {
      Values row = table.add("PHONE");
      fill_phone(row, found);
      if (may_change) fill_button(row, site, request, found);
    }
  }
  if (!reviewed.is_whole) values.add("FURTHER").set("LAST", reviewed.last);
  return page.response();
}

}  // namespace spaconf
