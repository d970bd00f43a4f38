// Registers rows without a reference.
// A row's request key is made of its content, so that the same row is carried out once, also in
// another run of the same table.
#include "bulk/new_phones.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/spreadsheet_damage.h"
#include "registration/provisioning_warnings.h"
#include "registration/registration_from_form.h"

namespace spaconf {
namespace {

/// How often the rows of a batch are tried together, while other programs register some of them.
constexpr int most_tries = 5;

std::string line_named(int line) { return sentence(_("Line {line}"), {{"line", line}}); }

}  // namespace

void NewPhones::carry_out(const RowsWork& rows) {
  std::vector<Phone> phones = opened(rows);
  Phones open;
  for (Phone& phone : phones) {
    if (!phone.work->is_done) open.push_back(&phone);
  }
  finish_known(open);
  const auto is_done = [](const Phone* phone) { return phone->work->is_done; };
  std::erase_if(open, is_done);
  read(open);
  std::erase_if(open, is_done);
  register_all(std::move(open));
}

std::vector<NewPhones::Phone> NewPhones::opened(const RowsWork& rows) {
  std::vector<Phone> phones;
  phones.reserve(rows.size());
  for (RowWork* work : rows) {
    Phone& phone = phones.emplace_back(Phone{work, table_.form(work->row, false), {}});
    const std::string_view state = table_.cell(work->row, "state");
    if (!state.empty() && state != name(RegistrationState::live)) {
      work->refuse({{"state", _("Only live phones can be registered; leave the state empty.")}});
      continue;
    }
    RegistrationRequest& order = phone.order;
    order.actor = order.key_owner = import_.actor;
    order.key = order.fingerprint = fingerprint(phone.form);
    order.of_batch = true;
    const auto [there, is_first] =
        lines_.try_emplace(std::hash<std::string>()(order.key), work->row.line);
    if (is_first) continue;
    work->finish(RowResult::Kind::unchanged,
                 {sentence(_("the same as line {line}"), {{"line", there->second}})});
  }
  return phones;
}

/// A row that was registered before, by this table or an earlier one with the same row.
void NewPhones::finish_known(const Phones& phones) {
  std::vector<std::string> keys, refs;
  for (const Phone* phone : phones) keys.push_back(phone->order.key);
  const auto answers = services_.store.request_keys.answers(import_.actor, keys);
  if (answers.empty()) return;
  for (const auto& [key, answer] : answers) refs.push_back(answer.ref);
  std::map<std::string, SealedRecord> records;
  for (SealedRecord& record : services_.store.registrations.find_all(refs)) {
    std::string ref = record.ref;
    records.emplace(std::move(ref), std::move(record));
  }
  for (Phone* phone : phones) {
    const auto answer = answers.find(phone->order.key);
    if (answer == answers.end()) continue;
    phone->work->result.ref = answer->second.ref;
    const auto record = records.find(answer->second.ref);
    finish_known(*phone, record == records.end() ? nullptr : &record->second);
  }
}

/// `record` is null when its row cannot be read or is gone.
void NewPhones::finish_known(Phone& phone, const SealedRecord* record) {
  RowWork& work = *phone.work;
  const auto refuse = [&](const char* message) {
    work.refuse({{"ref", sentence(message, {{"ref", work.result.ref}})}});
  };
  if (record && !record->is_live()) {
    return refuse(
        _("This row was registered before, and its phone has been retired. To register the phone "
          "again, use the form. See {ref}."));
  }
  const auto has_address = [&](const char* column) {
    return Mac::parse(table_.cell(work.row, column)) == record->wanted.mac;
  };
  if (record && record->wanted.mac && !has_address("mac") && !has_address("serial")) {
    return refuse(
        _("This row was registered before, and its phone has been replaced by another. To register "
          "the phone again, use the form. See {ref}."));
  }
  // A killed import may have left a profile unwritten.
  if (record && record->profile == ProfileState::pending && !is_check_) {
    services_.publisher.publish(record->id);
  }
  work.finish(RowResult::Kind::unchanged, {});
}

void NewPhones::read(const Phones& phones) {
  if (phones.empty()) return;
  std::vector<std::string> logins;
  for (const Phone* phone : phones) logins.push_back(plain_blanks(phone->form.text("login")));
  const People people(*services_.directory, services_.store, std::move(logins));
  for (Phone* phone : phones) read(*phone, people);
}

void NewPhones::read(Phone& phone, const People& people) {
  RegistrationRequest& order = phone.order;
  try {
    add_phone_of_form(order, phone.form, services_, people, import_.may_set_provisioning);
    order.takes_over = import_.takes_over;
    refuse_lost_zeros(order.wanted, order.person.number);
    auto problems = conflicts_.add(order, phone.work->row.line, line_named);
    if (!problems.empty()) phone.work->refuse(std::move(problems));
  } catch (...) {
    phone.work->refuse_for_exception();
  }
}

void NewPhones::add_ticket_batch(const Phones& phones) {
  if (is_check_ || !import_.ticket_batch) return;
  if (ticket_batch_.empty()) {
    ticket_batch_ = services_.store.ticket_batches.ref_of(*import_.ticket_batch);
  }
  for (Phone* phone : phones) phone->order.ticket_batch = ticket_batch_;
}

/// Where another program keeps one of the rows busy, each is tried alone.
void NewPhones::register_all(Phones phones) {
  if (phones.empty()) return;
  add_ticket_batch(phones);
  try {
    return register_together(phones);
  } catch (const sql::Busy&) {
  } catch (const InProgress&) {
  }
  for (Phone* phone : phones) {
    if (phone->work->is_done) continue;
    try {
      register_together({phone});
    } catch (...) {
      phone->work->refuse_for_exception();
    }
  }
}

void NewPhones::register_together(Phones phones) {
  for (int tries = 0; !phones.empty(); ++tries) {
    if (tries == most_tries) throw sql::Busy("database", "others register the same phones");
    std::vector<const RegistrationRequest*> orders;
    for (const Phone* phone : phones) orders.push_back(&phone->order);
    BatchRegistration batch(services_, orders);
    const bool is_done = is_check_ ? batch.preview() : batch.carry_out_each();
    const auto refs = batch.refs();
    for (std::size_t place = 0; place < phones.size(); ++place) {
      if (is_done) finish_registered(*phones[place], is_check_ ? "" : refs[place]);
      const auto refused = batch.refused().find(place);
      if (refused != batch.refused().end()) finish_refused(*phones[place], refused->second);
    }
    if (batch.refused().empty() && !is_done) finish_known(phones);
    std::erase_if(phones, [](const Phone* phone) { return phone->work->is_done; });
  }
}

void NewPhones::finish_registered(Phone& phone, const std::string& ref) {
  phone.work->result.ref = ref;
  phone.work->finish(RowResult::Kind::registered,
                     provisioning_warnings(services_.profiles, nullptr, phone.order.wanted));
}

void NewPhones::finish_refused(Phone& phone, const RefusedPhone& refused) {
  RowWork& work = *phone.work;
  if (refused.is_registered || (!refused.ref.empty() && is_there(phone, refused.ref))) {
    work.result.ref = refused.ref;
    return work.finish(RowResult::Kind::unchanged,
                       {sentence(_("already registered as {ref}"), {{"ref", refused.ref}})});
  }
  auto problems = refused.problems;
  if (!refused.ref.empty()) problems.back().sentence += " " + see(refused.ref);
  work.refuse(std::move(problems));
}

/// Is the registration what the row asks for? Another administrator may have imported the same
/// table.
bool NewPhones::is_there(const Phone& phone, const std::string& ref) {
  const auto record = services_.store.registrations.find(ref);
  if (!record || !record->is_live()) return false;
  const Registration &wanted = phone.order.wanted, &there = record->wanted;
  return there.mac && there.mac == wanted.mac && there.model == wanted.model &&
         same_login(there.login, wanted.login) &&
         std::ranges::equal(there.lines, wanted.lines, {}, &Line::user, &Line::user);
}

}  // namespace spaconf
