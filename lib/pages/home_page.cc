// GET /: shows the home page.
#include "pages/home_page.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/duration.h"
#include "base/text.h"
#include "base/translation.h"
#include "pages/form_guard.h"
#include "pages/job_view.h"
#include "pages/phone_page.h"
#include "pages/retry_page.h"
#include "pages/time_element.h"
#include "registration/account_conflicts.h"

namespace spaconf {
namespace {

/// How many registrations, tasks and jobs the page lists at most.
constexpr int latest_shown = 20, waiting_shown = 500, jobs_shown = 10;
/// Counting further would take longer than the rest of the page.
constexpr int most_counted = 10'000;

void show_counts(Values& values, Store& store) {
  auto counts = store.phone_search.counts(most_counted);
  for (const StateFilter& each : state_filters()) {
    const int count = counts[each.name];
    Values item = values.add("COUNT");
    item.set("NAME", each.name);
    item.set("LABEL", _(each.label));
    item.set("NUMBER", count > most_counted
                           ? sentence(_("over {number}"),
                                      {{"number", grouped(most_counted, language().code)}})
                           : grouped(count, language().code));
    if (count > 0 && each.name.ends_with("-pending")) item.show("WANTS");
    if (count > 0 && each.name.ends_with("-parked")) item.show("STUCK");
  }
}

void show_latest(Values& values, Store& store) {
  auto records = store.registrations.latest(latest_shown);
  if (records.empty()) values.show("NONE_YET");
  if (records.empty()) return;
  Values table = values.add("LATEST");
  for (const Record& record : records) {
    Values row = table.add("PHONE");
    row.set("REF", record.ref);
    row.set("LOGIN", record.wanted.login);
    row.set("NAME", record.person.name);
    row.set("MODEL", _(record.wanted.model->label));
    row.set("MAC", record.wanted.mac ? record.wanted.mac->colons() : "");
    set_time(row, "CREATED", record.created);
    set_state(row, record);
  }
}

/// The work of a kind of task. An unknown kind is shown as it is.
std::string label_of_task(const std::string& kind) {
  constexpr const char* kinds[] = {N_("account"), N_("profile"), N_("ticket"), N_("mail"),
                                   N_("webhook")};
  return std::ranges::find(kinds, kind) == std::end(kinds) ? kind : _(kind);
}

/// As the table of tasks shows it; its `ref` is the webhook's name.
Waiting as_task(const WaitingDeliveries& deliveries) {
  const std::string& reason = deliveries.reason;
  return {.ref = deliveries.webhook,
          .kind = std::string(webhook_task),
          .state = deliveries.state,
          .reason = reason.empty() ? counted("{count} event", "{count} events", deliveries.count)
                                   : counted("{count} event: {reason}", "{count} events: {reason}",
                                             deliveries.count, {{"reason", reason}}),
          .since = deliveries.since,
          .age = deliveries.age};
}

/// Accounts that wait for the exchange, and tasks. The profile of such an account's phone waits
/// with it, and is not listed.
std::vector<Waiting> waiting_tasks(Store& store) {
  auto all = store.accounts.waiting(waiting_shown);
  const std::size_t accounts = all.size();
  for (Waiting& each : store.tasks.waiting(waiting_shown)) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(accounts);
    const bool is_listed =
        each.kind == "profile" && std::find_if(all.begin(), end, [&](const Waiting& account) {
                                    return account.ref == each.ref;
                                  }) != end;
    if (!is_listed) all.push_back(std::move(each));
  }
  return all;
}

void show_waiting(Values& values, Site& site, const std::string& user, bool may_try) {
  const auto failed = site.services.store.failed_steps.all();
  for (const FailedStep& each : failed) {
    Values item = values.add("FAILED_STEP");
    item.set("STEP", each.step);
    item.set("REASON", each.reason);
    set_time(item, "SINCE", each.since);
  }
  auto waiting = waiting_tasks(site.services.store);
  const auto deliveries = site.services.store.deliveries.waiting();
  if (waiting.empty() && deliveries.empty() && failed.empty()) values.show("NOTHING_WAITS");
  if (waiting.empty() && deliveries.empty()) return;
  Values table = values.add("WAITING");
  if (may_try) table.show("MAY_TRY");
  const std::string key = random_key();
  for (const WaitingDeliveries& each : deliveries) waiting.push_back(as_task(each));
  for (const Waiting& each : waiting) {
    Values row = table.add("TASK");
    row.set("REF", each.ref);
    row.show(each.kind == webhook_task ? "OF_WEBHOOK" : "OF_PHONE");
    row.set("KIND", each.kind);
    row.set("KIND_LABEL", label_of_task(each.kind));
    row.set("STATE", each.state == "parked" ? "parked" : "waiting");
    row.set("STATE_LABEL", each.state == "parked" ? _("parked") : _("waiting"));
    row.set("REASON", each.reason.empty() ? _("Queued.") : reason_in_words(each.reason));
    set_time(row, "SINCE", each.since);
    row.set("AGE", humanized(each.age));
    if (!may_try) continue;
    Values retry = row.add("RETRY");
    give_form_token(retry, site, user, retry_action(each.ref, each.kind), key);
  }
}

/// The machines with a TFTP folder each, if there are several.
void show_nodes(Values& values, ProfileNodes& profile_nodes) {
  const auto nodes = profile_nodes.all();
  if (nodes.empty()) return;
  Values table = values.add("NODES");
  for (const ProfileNode& each : nodes) {
    Values row = table.add("NODE");
    row.set("NAME", each.name);
    row.show(each.is_away() ? "AWAY" : each.behind > 0 ? "BEHIND" : "CURRENT");
    row.set("NUMBER", grouped(each.behind, language().code));
    row.set("REASON", each.reason);
    set_time(row, "SEEN", each.seen);
    row.set("AGE", ago(each.age));
  }
}

/// The user's jobs that are not at their end.
void show_jobs(Values& values, Jobs& jobs, const std::string& user) {
  values.show("MANY");
  const auto open = jobs.open(user, jobs_shown);
  if (open.empty()) return;
  Values list = values.add("JOBS");
  for (const Job& each : open) {
    Values item = list.add("JOB");
    item.set("REF", each.ref);
    item.set("TITLE", title_of(each));
    item.set("LABEL", label_of(each.state));
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
  Page page(site, "pages/home.tpl", _("Phones"));
  page.is_for(request);
  if (!sentence.empty()) {
    page.is_about_errors();
    page.values().add("PROBLEM").set("SENTENCE", sentence);
  }
  const bool is_registrar = site.identity.role(request.user) >= web::Role::registrar;
  if (is_registrar) show_look_up(page.values(), login, sentence);
  if (is_registrar) show_jobs(page.values(), site.services.store.jobs, request.user);
  show_counts(page.values(), site.services.store);
  show_waiting(page.values(), site, request.user, is_registrar);
  show_nodes(page.values(), site.services.store.profile_nodes);
  show_latest(page.values(), site.services.store);
  return page.response(status);
}

web::Response home_page(Site& site, const web::Request& request) {
  return home_page_about(site, request, 200, "", "");
}

}  // namespace spaconf
