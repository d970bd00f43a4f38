// GET /phones?q=&state=&model=&sort=&after=&before=: shows one page of the list of phones.
#include "pages/list_page.h"

#include "base/text.h"
#include "base/translation.h"
#include "pages/phone_page.h"
#include "pages/time_element.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr int phones_per_page = 50;

void fill_choices(Values& values, const Search& options) {
  for (const StateFilter& each : state_filters()) {
    Values choice = values.add("STATE_CHOICE");
    choice.set("NAME", each.name);
    choice.set("LABEL", _(each.label));
    if (options.state_filter == &each) choice.show("CHOSEN");
  }
  for (const Model& each : models()) {
    Values choice = values.add("MODEL_CHOICE");
    choice.set("NAME", each.name);
    choice.set("LABEL", _(each.label));
    if (options.model == &each) choice.show("CHOSEN");
  }
  for (const Sorting& each : sortings()) {
    Values choice = values.add("SORT_CHOICE");
    choice.set("NAME", each.name);
    choice.set("LABEL", _(each.label));
    if (options.sorting == &each) choice.show("CHOSEN");
  }
}

/// The query parameters that repeat the same search.
void fill_address(Values& values, const Search& options) {
  values.show_if("Q", options.typed);
  if (options.state_filter) values.show_if("STATE", options.state_filter->name);
  if (options.model) values.show_if("MODEL", options.model->name);
  if (options.sorting != &sortings().front()) values.show_if("SORT", options.sorting->name);
}

std::string in_words(const Found& found) {
  if (found.count == 0) return _("No phones");
  if (found.are_more) {
    return counted("More than {count} phone", "More than {count} phones", found.count);
  }
  return counted("{count} phone", "{count} phones", found.count);
}

std::string change_all(const Found& found) {
  if (found.are_more) return _("Change all phones found");
  return counted("Change {count} phone", "Change all {count} phones", found.count);
}

bool is_narrowed(const Search& options) {
  return !options.typed.empty() || options.state_filter || options.model;
}

void fill_phone(Values row, const Record& record) {
  const Registration& phone = record.wanted;
  row.set("REF", record.ref);
  row.set("NAME", name_of(record));
  row.set("LOGIN", phone.login);
  row.set("NUMBER", phone.lines.empty() ? "" : phone.lines.front().user);
  if (phone.lines.size() > 1) row.add("MORE").set("COUNT", std::int64_t(phone.lines.size() - 1));
  row.set("MODEL", _(phone.model->label));
  row.set("MAC", phone.mac ? phone.mac->colons() : "");
  row.set("HOSTNAME", phone.hostname);
  row.set("ROOM", record.person.room);
  set_state(row, record);
  set_date(row, "CREATED", record.created);
}

void fill_pages(Values& values, const Search& options, const Found& found) {
  if (found.before.empty() && found.after.empty()) return;
  Values pages = values.add("PAGES");
  for (auto [section, edge] : {std::pair{"PREVIOUS", found.before}, {"NEXT", found.after}}) {
    if (edge.empty()) continue;
    Values page = pages.add(section);
    page.set("EDGE", edge);
    fill_address(page, options);
  }
}

}  // namespace

Search search_in(const Fields& query) {
  Search options;
  options.typed = std::string(trim(query.text("q")));
  if (has_controls(options.typed))
    throw web::Refused(400, N_("The search contains a control character."));
  options.state_filter = find_state_filter(query.text("state"));
  options.model = find_model(query.text("model"));
  options.sorting = &find_sorting(query.text("sort"));
  options.after = query.text("after");
  options.before = query.text("before");
  return options;
}

web::Response list_page(Site& site, const web::Request& request) {
  const Search options = search_in(web::query_fields(request));
  site.services.require_databases();
  const Found found = site.services.store.phone_search.page(options, phones_per_page);

  Page page(site, "pages/list.tpl", _("Find a phone"));
  page.is_for(request);
  Values& values = page.values();
  values.set("TYPED", options.typed);
  fill_choices(values, options);
  fill_address(values, options);
  values.set("COUNT", in_words(found));
  if (found.phones.empty()) {
    Values none = values.add("NONE");
    none.show(!is_narrowed(options)   ? "NONE_YET"
              : options.typed.empty() ? "NONE_SO"
                                      : "NONE_CALLED");
    none.set("TYPED", options.typed);
  } else {
    Values table = values.add("TABLE");
    for (const Record& record : found.phones) fill_phone(table.add("PHONE"), record);
  }
  fill_pages(values, options, found);
  if (site.identity.role(request.user) >= web::Role::registrar) {
    values.show("MAY_IMPORT");
    if (!found.phones.empty()) values.add("CHANGE_ALL").set("ALL", change_all(found));
  }
  return page.response();
}

}  // namespace spaconf
