// Fills pages/scan.tpl.
#include "pages/scan_view.h"

#include <algorithm>
#include <map>

#include "pages/form_guard.h"
#include "pages/phone_page.h"
#include "pages/time_element.h"
#include "phone/scanned_code.h"

namespace spaconf {
namespace {

/// The list of a roll-out with the phones of each person.
struct Rows {
  std::vector<RolloutPerson> people;
  std::map<std::string, const Record*> phones;  ///< The first one of each login

  bool has_phone(const std::string& login) const { return phones.contains(login); }
  /// The first person without a phone; nullptr when there is none.
  const RolloutPerson* next() const {
    const auto found =
        std::ranges::find_if(people, [&](const auto& each) { return !has_phone(each.login); });
    return found == people.end() ? nullptr : &*found;
  }
  const RolloutPerson* find(const std::string& login) const {
    const auto found = std::ranges::find(people, login, &RolloutPerson::login);
    return found == people.end() ? nullptr : &*found;
  }
};

void fill_phone(Values& row, const Record& record) {
  const Registration& phone = record.wanted;
  Values values = row.add("HAS_PHONE");
  values.set("REF", record.ref);
  values.set("NUMBER", phone.lines.empty() ? "" : phone.lines.front().user);
  values.set("MODEL", phone.model->label);
  values.set("MAC", phone.mac ? phone.mac->colons() : "");
  values.set("SERIAL", phone.serial);
  values.set("STATE", state_of(record));
}

Values add_row(Values& table, const std::string& login, const std::string& name,
               const std::string& room) {
  Values row = table.add("ROW");
  row.set("NAME", name.empty() ? login : name);
  row.set("LOGIN", login);
  row.set("ROOM", room);
  return row;
}

/// The people of the list, and then phones of others and second phones, the latest first.
void fill_rows(Values& values, const Rows& rows, const std::string& rollout,
               const std::string& next, const std::vector<SealedRecord>& records) {
  if (rows.people.empty() && records.empty()) return;
  Values table = values.add("TABLE");
  for (const RolloutPerson& person : rows.people) {
    Values row = add_row(table, person.login, person.name, person.room);
    const auto phone = rows.phones.find(person.login);
    if (phone != rows.phones.end()) {
      fill_phone(row, *phone->second);
    } else if (person.login == next) {
      row.show("IS_NEXT");
    } else {
      row.add("WAITS").set("ROLLOUT", rollout);
    }
  }
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    const auto first = rows.phones.find(record->wanted.login);
    if (rows.find(record->wanted.login) && first->second == &*record) continue;
    Values row = add_row(table, record->wanted.login, record->person.name, record->person.room);
    fill_phone(row, *record);
  }
}

void fill_box(Values& values, const Site& site, const web::Request& request,
              const std::string& rollout, const Box& box, const std::string& unsent = "") {
  Values form = values.add("BOX");
  form.set("ROLLOUT", rollout);
  form.set("LOGIN", box.login);
  form.show_if("DISMISSED", box.dismissed);
  for (const std::string& code : box.codes) {
    Values scanned = form.add("SCANNED");
    scanned.set("TYPED", code);
    scanned.set("CODE", read_scanned_code(code).text);
  }
  if (!unsent.empty()) form.add("UNSENT").set("CODE", unsent);
  form.show(box.login.empty() ? "ASKS_LOGIN" : box.codes.empty() ? "ASKS_CODE" : "ASKS_MORE");
  give_form_token(form, site, request.user, box_action(rollout), box.key);
}

void fill_reply(Page& page, const ScanReply& reply) {
  if (reply.is_error()) page.is_about_errors();
  Values said = page.values().add("REPLY");
  said.set("SENTENCE", reply.sentence);
  said.set("TONE", reply.is_error() ? "error" : reply.is_done ? "good" : "plain");
  said.show_if("REF", reply.ref);
}

void fill_progress(Values& values, const Rollout& rollout, const Rows& rows) {
  if (rows.people.empty()) {
    values.add("COUNT").set("NUMBER", rollout.phones);
    return;
  }
  Values progress = values.add("PROGRESS");
  progress.set("DONE", std::ranges::count_if(rows.people, [&](const auto& person) {
                 return rows.has_phone(person.login);
               }));
  progress.set("ALL", static_cast<std::int64_t>(rows.people.size()));
}

}  // namespace

std::string box_action(const std::string& rollout) { return "box " + rollout; }

std::string phone_in_words(const Record& record) {
  const Registration& phone = record.wanted;
  std::string text(phone.model->label);
  if (phone.mac) text += " " + phone.mac->colons();
  text += " of " + (record.person.name.empty() ? phone.login : record.person.name);
  return phone.lines.empty() ? text : text + ", number " + phone.lines.front().user;
}

web::Response show_scan(Site& site, const web::Request& request, const Rollout& rollout, Box box,
                        const ScanReply& reply) {
  Store& store = site.services.store;
  const auto records = store.registrations.of_rollout(rollout.id);
  Rows rows{.people = store.rollouts.people_of(rollout.id), .phones = {}};
  for (const Record& record : records) rows.phones.emplace(record.wanted.login, &record);
  const RolloutPerson* next = rows.next();
  if (box.login.empty() && next) box.login = next->login;

  Page page(site, "pages/scan.tpl",
            rollout.model ? "Scan boxes: " + std::string(rollout.model->label) : "Scan boxes");
  page.is_for(request);
  Values& values = page.values();
  Values begun = values.add("BEGUN");
  begun.set("ACTOR", rollout.actor);
  set_time(begun, "CREATED", rollout.created);
  fill_progress(values, rollout, rows);
  fill_reply(page, reply);
  const bool is_finished = !rows.people.empty() && !next && box.login.empty();
  if (is_finished) values.show("FINISHED");
  if (!is_finished) {
    if (const RolloutPerson* person = rows.find(box.login)) {
      Values who = values.add("WHO");
      who.set("NAME", person->name.empty() ? person->login : person->name);
      who.set("LOGIN", person->login);
      who.show_if("ROOM", person->room);
    } else if (!box.login.empty()) {
      values.add("WHO").set("NAME", box.login);
    }
    fill_box(values, site, request, rollout.ref, box);
  }
  fill_rows(values, rows, rollout.ref, box.login, records);
  if (!records.empty()) values.add("LABELS").set("ROLLOUT", rollout.ref);
  return page.response(reply.status);
}

web::Response show_scan_alone(Site& site, const web::Request& request, const std::string& rollout,
                              Box box, const ScanReply& reply) {
  std::string unsent;
  if (!box.codes.empty()) {
    unsent = std::move(box.codes.back());
    box.codes.pop_back();
  }
  Page page(site, "pages/scan.tpl", "Scan boxes");
  page.is_for(request);
  fill_reply(page, reply);
  if (!box.login.empty()) page.values().add("WHO").set("NAME", box.login);
  fill_box(page.values(), site, request, rollout, box, unsent);
  return page.response(reply.status);
}

}  // namespace spaconf
