// GET /
#include "pages/home_page.h"

#include "pages/phone_page.h"

namespace spaconf {
namespace {

/// All that waits on a bad day, within reason.
constexpr int latest_shown = 20, waiting_shown = 500;

void show_latest(Values& values, Ledger& ledger) {
  auto records = ledger.latest(latest_shown);
  if (records.empty()) values.show("NONE_YET");
  if (records.empty()) return;
  Values table = values.add("LATEST");
  for (const Record& record : records) {
    Values row = table.add("PHONE");
    row.set("REF", record.ref);
    row.set("LOGIN", record.wanted.login);
    row.set("NAME", record.person.name);
    row.set("MODEL", record.wanted.model->label);
    row.set("MAC", record.wanted.mac ? record.wanted.mac->colons() : "");
    row.set("CREATED", record.created);
    row.set("STATE", state_of(record));
  }
}

void show_waiting(Values& values, Tasks& tasks) {
  auto waiting = tasks.waiting(waiting_shown);
  if (waiting.empty()) values.show("NOTHING_WAITS");
  if (waiting.empty()) return;
  Values table = values.add("WAITING");
  for (const Waiting& each : waiting) {
    Values row = table.add("TASK");
    row.set("REF", each.ref);
    row.set("KIND", each.kind);
    row.set("STATE", each.state == "parked" ? "parked" : "waiting");
    row.set("REASON", each.reason);
    row.set("SINCE", each.since);
  }
}

/// The box in which a registrar types a login; `problem` is what is wrong with it.
void show_look_up(Values& values, const std::string& login, const std::string& problem) {
  Values look_up = values.add("LOOK_UP");
  look_up.set("LOGIN", login);
  if (problem.empty()) {
    look_up.show("FRESH");
  } else {
    look_up.add("PROBLEM").set("SENTENCE", problem);
    look_up.show("IS_WRONG");
  }
}

}  // namespace

web::Response home_page_about(Site& site, const web::Request& request, int status,
                              const std::string& login, const std::string& sentence) {
  site.services.require_databases();
  Page page(site, "pages/home.tpl", "Phones");
  page.is_for(request);
  if (!sentence.empty()) {
    page.is_about_errors();
    page.values().add("PROBLEM").set("SENTENCE", sentence);
  }
  if (site.identity.role(request.user) >= web::Role::registrar) {
    show_look_up(page.values(), login, sentence);
  }
  show_latest(page.values(), site.services.ledger);
  show_waiting(page.values(), site.services.tasks);
  return page.response(status);
}

web::Response home_page(Site& site, const web::Request& request) {
  return home_page_about(site, request, 200, "", "");
}

}  // namespace spaconf
