// Fills pages/scan.tpl.
#include "pages/scan_view.h"

#include <algorithm>

#include "base/translation.h"
#include "pages/form_guard.h"
#include "pages/phone_page.h"
#include "pages/time_element.h"
#include "phone/scanned_code.h"

namespace spaconf {
namespace {

void fill_phone(Values& row, const Record& record) {
  const Registration& phone = record.wanted;
  Values values = row.add("HAS_PHONE");
  values.set("REF", record.ref);
  values.set("NUMBER", phone.lines.empty() ? "" : phone.lines.front().user);
  values.set("MODEL", _(phone.model->label));
  values.set("MAC", phone.mac ? phone.mac->colons() : "");
  values.set("SERIAL", phone.serial);
  set_state(values, record);
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
void fill_rows(Values& values, const RolloutList& list, const std::string& next) {
  if (list.people.empty() && list.phones.empty()) return;
  Values table = values.add("TABLE");
  for (const RolloutPerson& person : list.people) {
    Values row = add_row(table, person.login, person.name, person.room);
    if (const Record* phone = list.phone_of(person.login)) {
      fill_phone(row, *phone);
    } else if (person.login == next) {
      row.show("IS_NEXT");
    } else {
      row.add("WAITS").set("ROLLOUT", list.rollout.ref);
    }
  }
  for (auto record = list.phones.rbegin(); record != list.phones.rend(); ++record) {
    const std::string& login = record->wanted.login;
    if (list.person(login) && list.phone_of(login) == &*record) continue;
    Values row = add_row(table, login, record->person.name, record->person.room);
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

void fill_progress(Values& values, const RolloutList& list) {
  if (list.people.empty()) {
    values.add("COUNT").set("NUMBER", std::int64_t(list.phones.size()));
    return;
  }
  Values progress = values.add("PROGRESS");
  progress.set("DONE", std::ranges::count_if(list.people, [&](const RolloutPerson& person) {
                 return list.phone_of(person.login) != nullptr;
               }));
  progress.set("ALL", std::int64_t(list.people.size()));
}

void fill_who(Values& values, const RolloutList& list, const std::string& login) {
  if (login.empty()) return;
  Values who = values.add("WHO");
  const RolloutPerson* person = list.person(login);
  who.set("NAME", person && !person->name.empty() ? person->name : login);
  if (!person) return;
  who.set("LOGIN", login);
  who.show_if("ROOM", person->room);
}

}  // namespace

const RolloutPerson* RolloutList::person(const std::string& login) const {
  const auto found = std::ranges::find(people, login, &RolloutPerson::login);
  return found == people.end() ? nullptr : &*found;
}

const Record* RolloutList::phone_of(const std::string& login) const {
  const auto found = first_phones.find(login);
  return found == first_phones.end() ? nullptr : &phones[found->second];
}

const RolloutPerson* RolloutList::next() const {
  const auto found = std::ranges::find_if(
      people, [&](const RolloutPerson& each) { return !phone_of(each.login); });
  return found == people.end() ? nullptr : &*found;
}

Rollout rollout_named(Site& site, const std::string& ref) {
  site.services.require_databases();
  auto rollout = site.services.store.rollouts.find(ref);
  if (!rollout) throw web::Refused(404, N_("There is no such list of boxes."));
  return std::move(*rollout);
}

Rollout rollout_in_path(Site& site, const web::Request& request) {
  const std::string ref = request.path.substr(std::string_view("/scan/").size());
  return rollout_named(site, ref.substr(0, ref.find('/')));
}

RolloutList list_of(Store& store, Rollout rollout) {
  RolloutList list{.rollout = std::move(rollout), .people = {}, .phones = {}, .first_phones = {}};
  list.people = store.rollouts.people_of(list.rollout.id);
  list.phones = store.registrations.of_rollout(list.rollout.id);
  for (std::size_t i = 0; i < list.phones.size(); ++i) {
    list.first_phones.emplace(list.phones[i].wanted.login, i);
  }
  return list;
}

std::string box_action(const std::string& rollout) { return "box " + rollout; }

std::string phone_in_words(const Record& record) {
  const Registration& phone = record.wanted;
  const char* const message = !phone.lines.empty() && phone.mac
                                  ? _("{model} {mac} of {person}, number {number}")
                              : !phone.lines.empty() ? _("{model} of {person}, number {number}")
                              : phone.mac            ? _("{model} {mac} of {person}")
                                                     : _("{model} of {person}");
  return sentence(message, {{"model", _(phone.model->label)},
                            {"mac", phone.mac ? phone.mac->colons() : ""},
                            {"person", name_of(record)},
                            {"number", phone.lines.empty() ? "" : phone.lines.front().user}});
}

web::Response show_scan(Site& site, const web::Request& request, const RolloutList& list, Box box,
                        const ScanReply& reply) {
  const Rollout& rollout = list.rollout;
  const RolloutPerson* next = list.next();
  if (box.login.empty() && next) box.login = next->login;

  Page page(site, "pages/scan.tpl",
            rollout.model ? sentence(_("Scan boxes: {model}"), {{"model", rollout.model->label}})
                          : _("Scan boxes"));
  page.is_for(request);
  Values& values = page.values();
  Values begun = values.add("BEGUN");
  begun.set("ACTOR", rollout.actor);
  set_time(begun, "CREATED", rollout.created);
  fill_progress(values, list);
  fill_reply(page, reply);
  if (!list.people.empty() && box.login.empty()) {
    values.show("FINISHED");
  } else {
    fill_who(values, list, box.login);
    fill_box(values, site, request, rollout.ref, box);
  }
  fill_rows(values, list, box.login);
  if (!list.phones.empty()) values.add("LABELS").set("ROLLOUT", rollout.ref);
  return page.response(reply.status);
}

web::Response show_scan_alone(Site& site, const web::Request& request, const std::string& rollout,
                              Box box, const ScanReply& reply) {
  std::string unsent;
  if (!box.codes.empty()) {
    unsent = std::move(box.codes.back());
    box.codes.pop_back();
  }
  Page page(site, "pages/scan.tpl", _("Scan boxes"));
  page.is_for(request);
  fill_reply(page, reply);
  if (!box.login.empty()) page.values().add("WHO").set("NAME", box.login);
  fill_box(page.values(), site, request, rollout, box, unsent);
  return page.response(reply.status);
}

}  // namespace spaconf
