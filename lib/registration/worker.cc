// The ticket desk has no key for "the same request again", so a ticket is searched
// for before it is created, and whoever might have created one without knowing waits
// until the desk has certainly finished before searching. In doubt nothing is created.
#include "registration/worker.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "registration/publish.h"
#include "reconcile/reconcile.h"
#include "store/schema.h"

namespace spaconf {
namespace {

/// A ticket takes most of a second, and profiles must not wait behind many.
constexpr int profiles_per_sweep = 100, tickets_per_sweep = 1, tickets_looked_at_per_sweep = 100,
              tickets_asked_for_alone_per_sweep = 5;
/// Request Tracker cuts a subject at 200 characters, and our reference stands at its end.
constexpr std::size_t longest_name_in_subject = 60;
/// How long a desk or folder that failed is left alone, at least and at most. Invariants
/// are to hold a minute after the last fault, so it is short.
constexpr int shortest_rest = 5, longest_rest = 15;  // seconds
constexpr std::chrono::seconds longest_back_off{30};
/// How often rows are looked for that nobody would finish.
constexpr std::chrono::minutes between_doubts{1};
/// Long enough for any disk: whoever finds a profile's lease of a dead worker waits for it.
constexpr std::chrono::seconds profile_lease{30};

/// Workers that failed together come back apart.
std::chrono::seconds rest() {
  unsigned long random = std::stoul(random_text("0123456789", 4));
  return std::chrono::seconds(shortest_rest + random % (longest_rest - shortest_rest + 1));
}

/// The same, longer with every attempt.
std::chrono::seconds back_off(int attempts) {
  return std::min(rest() * (1 << std::min(attempts, 8)), longest_back_off);
}

/// How a text in a ticket is found again.
std::string mark_of(const Task& task, const std::string& what = "") {
  return "[spaconf " + task.ref + "/" + std::to_string(task.generation) + what + "]";
}

}  // namespace

Worker::Worker(const Config& config, Services& services, TicketDesk& desk)
    : services_(services),
      desk_(desk),
      presence_(services.database, services.exchange),
      name_(random_key()) {
  Section registration = config.section("registration");
  interval_ = registration.seconds("interval", 2);
  most_attempts_ = registration.number("attempts", 12, 1, 1000);
  Section ticket = config.section("ticket");
  settle_ = ticket.seconds("settle", 300);
  // Two calls long, and renewed between the search and the rest. Whoever finds a lease
  // of a dead worker has waited until the desk is done with what that one asked for.
  lease_ = std::max(settle_, 2 * ticket.seconds("timeout", 20));
}

int Worker::sweep() {
  int finished = 0;
  const std::pair<const char*, std::function<void()>> steps[] = {
      {"exchange", [&] { services_.require_databases(); }},
      {"unfinished rows", [&] { finish_what_nobody_would(); }},
      {"withdrawals", [&] { finished += withdraw_profiles(); }},
      {"profiles", [&] { finished += write_profiles(); }},
      {"tickets", [&] { finished += hand_in_tickets(); }},
      {"ticket states", [&] { look_after_tickets(); }},
      {"staging folder", [&] { services_.shelf.tidy(); }},
      {"former passwords", [&] { services_.ledger.forget_former_passwords(); }},
      {"finished tasks", [&] { services_.tasks.forget_kept(); }},
      {"fetch logs", [&] { services_.fetches.read_logs(); }},
      {"presence", [&] { presence_.look(); }},
  };
  try {
    require_schema(services_.database);
    for (const auto& [name, work] : steps) {
      // Without a database every other step would wait for it too.
      if (!try_step(name, work)) services_.database.query("SELECT 1");
    }
  } catch (const Unavailable& error) {
    log("worker rests", {{"why", error.what()}});
  }
  return finished;
}

bool Worker::try_step(const std::string& name, const std::function<void()>& work) {
  std::string reason;
  try {
    work();
  } catch (const std::exception& error) {
    reason = error.what();
    if (reason.empty()) reason = "failed";
  }
  const auto before = outcomes_.find(name);
  if (before == outcomes_.end() || before->second != reason) note_outcome(name, reason);
  return reason.empty();
}

void Worker::note_outcome(const std::string& step, const std::string& reason) {
  if (!reason.empty()) log("step failed", {{"step", step}, {"why", reason}});
  // What cannot be written down now is the next time.
  outcomes_.erase(step);
  if (reason.empty()) {
    services_.tasks.step_succeeded(step);
  } else {
    services_.tasks.step_failed(step, reason);
  }
  outcomes_[step] = reason;
}

void Worker::finish_what_nobody_would() {
  if (std::chrono::steady_clock::now() < next_doubt_) {
    // It is still as it was found then.
    const auto& before = outcomes_["unfinished rows"];
    if (!before.empty()) throw std::runtime_error(before);
    return;
  }
  next_doubt_ = std::chrono::steady_clock::now() + between_doubts;
  finish_unfinished(services_, "worker");
}

int Worker::withdraw_profiles() {
  int finished = 0;
  const auto leaving = services_.ledger.with_leaving(withdrawn_up_to_, profiles_per_sweep);
  // What cannot be withdrawn now has its turn again after all others.
  withdrawn_up_to_ = leaving.size() < std::size_t{profiles_per_sweep} ? 0 : leaving.back();
  for (std::int64_t registration : leaving) {
    try {
      if (publish(services_, registration)) ++finished;
    } catch (const sql::Busy&) {
      continue;  // somebody is at it
    }
  }
  return finished;
}

int Worker::write_profiles() {
  int finished = 0;
  for (const Task& task : services_.tasks.due(TaskKind::profile, profiles_per_sweep)) {
    try {
      if (!services_.tasks.lease(task, name_, profile_lease)) continue;
      if (publish(services_, task.registration_id)) {
        ++finished;
      } else {
        // A folder that is full or away comes back; there is nobody to ask.
        services_.tasks.put_off(task, rest(), "", true);
      }
    } catch (const sql::Busy&) {
      continue;  // somebody is at it; the lease ends by itself
    }
  }
  return finished;
}

int Worker::hand_in_tickets() {
  int finished = 0;
  for (const Task& task : services_.tasks.due(TaskKind::ticket, tickets_per_sweep)) {
    if (std::chrono::steady_clock::now() < desk_rests_until_) break;
    if (!services_.tasks.lease(task, name_, lease_)) continue;
    try {
      if (hand_in(task)) ++finished;
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      // This one's row or answer cannot be read; the desk may have done what it was asked for.
      log("ticket later", {{"ref", task.ref}, {"why", error.what()}});
      if (task.attempts + 1 >= most_attempts_) {
        services_.tasks.park(task, error.what());
        continue;
      }
      services_.tasks.put_off(task, settle_ + back_off(task.attempts), error.what(), true);
    }
  }
  return finished;
}

bool Worker::hand_in(const Task& task) {
  const auto record = services_.ledger.find(task.ref);
  if (!record) return false;
  bool asked = false;
  try {
    Handing handing{task, *record, {}, asked};
    find_ticket(handing);
    if (handing.ticket.number == 0 && record->state != "live" && record->ticket_number == 0) {
      services_.tasks.ticket_not_needed(task);
      log("no ticket for a retired phone", {{"ref", record->ref}});
      return true;
    }
    if (!make_ticket(handing) || !tell(handing)) return false;
    finish(handing);
    return true;
  } catch (const TicketRefused& refused) {
    services_.tasks.park(task, refused.what());
    log("parked", {{"ref", record->ref}, {"why", refused.what()}});
  } catch (const NotCarriedOut& failed) {
    report_not_done(task, failed.what());
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    report_failure(task, error.what(), asked);
  }
  return false;
}

/// Finds the ticket that there is; two of one phone become one.
void Worker::find_ticket(Handing& handing) {
  const Record& record = handing.record;
  const auto found = desk_.find(record.ref);
  if (!found.empty()) {
    handing.ticket = found.front();
    for (std::size_t i = 1; i < found.size(); ++i) {
      log("two tickets for one phone, merged",
          {{"ref", record.ref}, {"into", std::to_string(handing.ticket.number)}});
      desk_.merge(found[i].number, handing.ticket.number);
    }
  } else if (record.ticket_number) {
    const auto known = desk_.look(record.ticket_number);
    if (!known) return;
    handing.ticket = *known;
    // People may have made it one with another ticket, whose marks are not ours to change.
    handing.is_merged = known->number != record.ticket_number;
    handing.ticket.number = record.ticket_number;
  }
}

/// Creates the ticket when there is none. False when the task is another worker's by now.
bool Worker::make_ticket(Handing& handing) {
  handing.is_told = handing.task.note.empty();
  if (handing.ticket.number != 0) return true;
  if (!services_.tasks.renew(handing.task, name_, lease_)) return false;
  handing.asked = handing.is_new = true;
  handing.ticket.number = desk_.create(ticket_for(handing.record));
  // It says how things are now, and so what has changed; but not that they are over.
  handing.is_told = handing.is_told || handing.record.state == "live";
  return true;
}

/// Says in the ticket what has changed. False when the task is another worker's by now.
bool Worker::tell(Handing& handing) {
  const Task& task = handing.task;
  if (const auto former = former_person(handing)) {
    if (!services_.tasks.renew(task, name_, lease_)) return false;
    handing.asked = true;
    desk_.reply(handing.ticket.number,
                "[spaconf " + task.ref + "/moved-" + std::to_string(former->version) + "]",
                farewell(handing.record, *former));
  }
  if (handing.is_told) return true;
  if (!services_.tasks.renew(task, name_, lease_)) return false;
  handing.asked = true;
  desk_.comment(handing.ticket.number, mark_of(task), task.note);
  return true;
}

/// Of whom the ticket has still to be taken away, as the phone was theirs; empty when of nobody.
std::optional<Past> Worker::former_person(const Handing& handing) {
  const Record& record = handing.record;
  const bool stays = lower(record.ticket_mail) == lower(record.person.mail);
  if (handing.is_new || handing.is_merged || record.ticket_mail.empty() || stays) return {};
  for (const Past& past : services_.ledger.pasts(record)) {
    if (lower(past.person.mail) != lower(record.ticket_mail)) continue;
    if (past.person.login == record.person.login) return {};
    return past;
  }
  return {};
}

/// Sees that the ticket is marked and in the name of the phone's person, and writes down how it
/// stands.
void Worker::finish(Handing& handing) {
  const Record& record = handing.record;
  const std::int64_t number = handing.ticket.number;
  TicketLeft left{number, {}, record.person.mail, ""};
  if (handing.is_merged) {
    left.mail = record.ticket_mail, left.requestor = record.ticket_requestor;
  } else {
    handing.ticket = desk_.confirm(number, record.ref);
    left.requestor = name_requestor(handing);
  }
  left.status.name = handing.ticket.status;
  if (!handing.is_new) left.status = desk_.status(number).value_or(left.status);
  services_.database.transact([&] {
    services_.tasks.ticket_done(handing.task, left);
    services_.ledger.audit(
        "worker", "ticket", record.ref,
        (handing.task.note.empty() ? "ticket " : "told ticket ") + std::to_string(number));
  });
  log("ticket", {{"ref", record.ref}, {"number", std::to_string(number)}});
}

/// Gives the requestor as the desk spells their address. Whom people at the desk have put there
/// since we last named one stays.
std::string Worker::name_requestor(Handing& handing) {
  const Record& record = handing.record;
  const std::string& mail = record.person.mail;
  const auto& there = handing.ticket.requestors;
  if (handing.is_new) {
    if (there.empty() && !mail.empty()) {
      log("the desk refused the requestor", {{"ref", record.ref}, {"mail", mail}});
    }
    const bool is_there = std::ranges::any_of(
        there, [&](const std::string& each) { return lower(each) == lower(mail); });
    return is_there || there.empty() ? mail : there.front();
  }
  if (lower(record.ticket_mail) == lower(mail)) return record.ticket_requestor;
  std::vector<std::string> formers{record.ticket_mail, record.ticket_requestor};
  if (record.ticket_mail.empty()) {
    for (const Past& past : services_.ledger.pasts(record)) formers.push_back(past.person.mail);
  }
  std::erase_if(
      formers, [&](const std::string& each) { return each.empty() || lower(each) == lower(mail); });
  return desk_.hand_over(handing.ticket.number, formers, mail);
}

/// The desk did not do it, and may when it is asked again: that concerns this ticket alone.
void Worker::report_not_done(const Task& task, const std::string& reason) {
  log("ticket later", {{"task", std::to_string(task.id)}, {"why", reason}});
  if (task.attempts + 1 >= most_attempts_) {
    services_.tasks.park(task, reason);
  } else {
    services_.tasks.put_off(task, back_off(task.attempts), reason, true);
  }
}

void Worker::report_failure(const Task& task, const std::string& reason, bool may_have_happened) {
  log("ticket later", {{"task", std::to_string(task.id)}, {"why", reason}});
  desk_rests_until_ = std::chrono::steady_clock::now() + rest();
  if (!may_have_happened) {
    // The desk does not answer anybody; that is no fault of this task.
    services_.tasks.put_off(task, std::chrono::seconds(0), reason, false);
  } else if (task.attempts + 1 >= most_attempts_) {
    services_.tasks.park(task, reason, settle_);
  } else {
    services_.tasks.put_off(task, settle_ + back_off(task.attempts), reason, true);
  }
}

void Worker::look_after_tickets() {
  const auto open = services_.tasks.open_tickets(tickets_looked_at_per_sweep);
  if (open.empty() || std::chrono::steady_clock::now() < desk_rests_until_) return;
  std::vector<std::int64_t> numbers;
  for (const auto& [registration, number] : open) numbers.push_back(number);
  try {
    const auto statuses = desk_.statuses(numbers);
    int alone = 0;
    for (const auto& [registration, number] : open) {
      const auto found = statuses.find(number);
      if (found != statuses.end()) {
        services_.tasks.ticket_seen(registration, found->second);
      } else if (++alone <= tickets_asked_for_alone_per_sweep) {
        services_.tasks.ticket_seen(registration, desk_.status(number));
      }
    }
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    log("ticket desk rests", {{"why", error.what()}});
    desk_rests_until_ = std::chrono::steady_clock::now() + rest();
  }
}

std::string Worker::farewell(const Record& record, const Past& former) const {
  Values values;
  values.set("REF", record.ref);
  values.set("NAME", without_marks(former.person.name));
  values.set("MODEL", former.wanted.model->label);
  values.show_if("MAC", former.wanted.mac ? former.wanted.mac->colons() : "");
  values.show_if("HOSTNAME", former.wanted.hostname);
  return services_.templates.fill("tickets/moved.text.tpl", values);
}

NewTicket Worker::ticket_for(const Record& record) const {
  const Registration& wanted = record.wanted;
  Values values;
  values.set("REF", record.ref);
  values.set("MODEL", wanted.model->label);
  values.set("LOGIN", wanted.login);
  values.set("NAME", without_marks(record.person.name));
  values.set("SHORT_NAME",
             std::string(beginning(without_marks(record.person.name), longest_name_in_subject)));
  values.set("ACTOR", record.actor);
  values.show_if("MAC", wanted.mac ? wanted.mac->colons() : "");
  values.show_if("HOSTNAME", wanted.hostname);
  values.show_if("SERIAL", wanted.serial);
  values.show_if("INVENTORY", wanted.inventory);
  values.show_if("ROOM", without_marks(record.person.room));
  values.show_if("DEPARTMENT", without_marks(record.person.department));
  values.show_if("TELEPHONE", without_marks(record.person.telephone));
  values.show_if("MAIL", record.person.mail);
  for (const Line& line : wanted.lines) values.add("LINE").set("USER", line.user);
  return {.reference = record.ref,
          .subject = std::string(trim(services_.templates.fill("tickets/subject.tpl", values))),
          .requestor = record.person.mail,
          .text = services_.templates.fill("tickets/text.tpl", values)};
}

}  // namespace spaconf
