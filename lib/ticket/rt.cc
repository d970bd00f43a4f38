// Creates and updates tickets in Request Tracker 5.
// Request Tracker has no key for a repeated request, creates a ticket even if it could not set our
// custom field or the requestor, and reports a change only in words. So spaconf searches before it
// creates, and reads back afterwards.
#include <algorithm>
#include <set>

#include "base/error.h"
#include "ticket/rt_connection.h"
#include "ticket/rt_requestors.h"
#include "ticket/rt_texts.h"
#include "ticket/rt_ticket.h"

namespace spaconf {
namespace rt {
namespace {

/// The only status that every lifecycle has. Searches do not find such tickets.
constexpr char deleted[] = "deleted";
/// How many tickets that a search did not find are read at a time, one by one.
constexpr int asked_for_alone = 5;

class RequestTracker : public TicketSystem {
 public:
  explicit RequestTracker(const Section& ticket)
      : connection_(ticket),
        queue_(ticket.text("queue")),
        field_(ticket.text("field")),
        open_(ticket.text("open", "open")) {
    if (field_.find_first_of("'{}\\") != field_.npos) {
      ticket.wrong("field", "a custom field's name holds no quotes, braces or backslashes");
    }
  }

  std::int64_t create(const NewTicket& ticket) override {
    Json wanted = {{"Queue", queue_},
                   {"Subject", marked_subject(ticket.subject, ticket.reference)},
                   {"ContentType", "text/plain"},
                   {"Content", ticket.text},
                   {"CustomFields", {{field_, ticket.reference}}}};
    if (!ticket.requestor.empty()) wanted["Requestor"] = ticket.requestor;
    return number_in(Json::parse(connection_.create("/ticket", wanted, "create"), nullptr, false),
                     "id");
  }

  std::vector<Ticket> find(const std::string& reference, std::int64_t number) override {
    std::vector<Ticket> tickets;
    search("('CF.{" + field_ + "}' = " + sql_text(reference) + " OR Subject LIKE " +
               sql_text(mark_of(reference)) + ")",
           tickets);
    // People may write a mark of ours into a subject. The one that we write is the last.
    std::erase_if(tickets, [&](const Ticket& each) {
      return each.in_field != reference && each.in_subject != reference;
    });
    if (!tickets.empty() || number == 0) return tickets;
    const auto found = connection_.find_ticket(number);
    if (!found) return tickets;
    Ticket ticket = ticket_of(*found, field_);
    if (ticket.status == deleted) return tickets;
    ticket.is_merged = ticket.number != number;
    ticket.number = number;
    tickets.push_back(ticket);
    return tickets;
  }

  std::vector<Ticket> list() override {
    std::vector<Ticket> tickets;
    const std::string any =
        "('CF.{" + field_ + "}' IS NOT NULL OR Subject LIKE " + sql_text(mark_begin) + ")";
    // By number and not by page: new or deleted tickets do not shift the rest.
    for (std::int64_t last = 0;;) {
      const auto next = search("id > " + std::to_string(last) + " AND " + any, tickets);
      if (next < 0) return tickets;
      if (next <= last) throw Unavailable(service, "rt: a list of tickets that never ends");
      last = next;
    }
  }

  EnsuredTicket ensure(std::int64_t number, const std::string& reference,
                       const std::optional<TicketHandover>& handover) override {
    EnsuredTicket ensured{marked(number, reference)};
    if (handover) ensured.requestor = hand_over(connection_, number, *handover);
    return ensured;
  }

  void merge(std::int64_t duplicate, std::int64_t into) override {
    const std::string messages = connection_.change(duplicate, {{"MergeInto", into}});
    if (effective(duplicate) == into) return;
    throw not_done(duplicate, "is not merged into " + std::to_string(into), messages);
  }

  void comment(std::int64_t number, const TicketComment& comment) override {
    const bool is_for_staff = comment.audience == Audience::staff;
    say_once(connection_, is_for_staff ? "comment" : "correspond", number, mark_of(comment.key),
             comment.text);
    if (is_for_staff) open_again(effective(number));
  }

  std::map<std::int64_t, std::optional<TicketStatus>> status(
      const std::vector<std::int64_t>& numbers) override {
    std::map<std::int64_t, std::optional<TicketStatus>> found;
    if (numbers.empty()) return found;
    for (const Json& each : connection_.search(any_of(numbers), "Status")) {
      found[number_in(each, "id")] = {text_of(each, "Status"), false};
    }
    for (const std::int64_t number : settled_among(numbers)) {
      if (auto each = found.find(number); each != found.end()) each->second->is_settled = true;
    }
    add_unfound(numbers, found);
    return found;
  }

  std::string check() override {
    const Json queue = connection_.get("/queue/" + http::Client::escape(queue_));
    bool has_field = false;
    for (const Json& each : queue.value("TicketCustomFields", Json::array())) {
      has_field = has_field || text_of(each, "name") == field_;
    }
    if (!has_field) throw Unavailable(service, "rt: " + queue_ + " has no custom field " + field_);
    connection_.get("/tickets?per_page=1&query=" +
                    http::Client::escape("Queue = " + sql_text(queue_)));
    const std::string name = text_of(queue, "Name");
    return connection_.url() + ", queue " + (name.empty() ? queue_ : name);
  }

 private:
  /// Writes our reference into the ticket's field and subject if it is missing.
  Ticket marked(std::int64_t number, const std::string& reference) {
    const Json answer = connection_.ticket(number);
    Ticket ticket = ticket_of(answer, field_);
    Json missing = Json::object();
    if (ticket.in_field != reference) missing["CustomFields"] = {{field_, reference}};
    if (ticket.in_subject != reference) {
      missing["Subject"] = marked_subject(text_of(answer, "Subject"), reference);
    }
    if (missing.empty()) return ticket;
    const std::string messages = connection_.change(number, missing);
    ticket = ticket_of(connection_.ticket(number), field_);
    if (ticket.in_field != reference || ticket.in_subject != reference) {
      throw not_done(number, "does not take our reference", messages);
    }
    return ticket;
  }

  void open_again(std::int64_t number) {
    if (settled_among({number}).empty()) return;
    const std::string messages = connection_.change(number, {{"Status", open_}});
    if (settled_among({number}).empty()) return;
    throw not_done(number, "is settled and does not take the status " + open_ + " (`open`)",
                   messages);
  }

  /// Reads a few of the tickets that the search did not find: they were merged or deleted.
  void add_unfound(const std::vector<std::int64_t>& numbers,
                   std::map<std::int64_t, std::optional<TicketStatus>>& found) try {
    int alone = 0;
    for (const std::int64_t number : numbers) {
      if (!found.contains(number) && ++alone <= asked_for_alone) {
        found[number] = status_of_one(number);
      }
    }
  } catch (const Unavailable&) {
    // The results for the other tickets remain valid.
    if (found.empty()) throw;
  }

  std::optional<TicketStatus> status_of_one(std::int64_t number) {
    const auto found = connection_.find_visible_ticket(number);
    if (!found) return {};
    const Ticket ticket = ticket_of(*found, field_);
    const bool is_settled = ticket.status == deleted || !settled_among({ticket.number}).empty();
    return TicketStatus{ticket.status, is_settled};
  }

  /// Adds the first hundred tickets of the queue for which the condition holds, by number and
  /// without merged ones. Returns the last number, -1 when there are none.
  std::int64_t search(const std::string& condition, std::vector<Ticket>& tickets) {
    const std::string query = "Queue = " + sql_text(queue_) + " AND " + condition;
    std::int64_t last = -1;
    for (const Json& item : connection_.list(
             "/tickets?per_page=100&orderby=id&order=ASC&fields=Status,Subject,Requestor,"
             "EffectiveId,CustomFields&fields%5BRequestor%5D=EmailAddress&query=" +
             http::Client::escape(query))) {
      const Ticket ticket = ticket_of(item, field_);
      last = std::max(last, ticket.number);
      if (effective_number(item) == ticket.number) tickets.push_back(ticket);
    }
    std::ranges::sort(tickets, {}, &Ticket::number);
    return last;
  }

  /// Those whose status is inactive in the lifecycle of their queue.
  std::set<std::int64_t> settled_among(const std::vector<std::int64_t>& numbers) {
    std::set<std::int64_t> settled;
    for (const Json& each :
         connection_.search(any_of(numbers) + " AND Status = '__Inactive__'", "Status")) {
      settled.insert(number_in(each, "id"));
    }
    return settled;
  }

  /// The ticket itself, or the one that it was merged into.
  std::int64_t effective(std::int64_t number) {
    return number_in(connection_.ticket(number), "id");
  }

  Connection connection_;
  std::string queue_, field_, open_;
};

}  // namespace
}  // namespace rt

std::unique_ptr<TicketSystem> make_rt(const Section& ticket) {
  return std::make_unique<rt::RequestTracker>(ticket);
}

TicketAddress make_rt_address(const Section& ticket) {
  return [url = ticket.text("url")](std::int64_t number) {
    return url + "/Ticket/Display.html?id=" + std::to_string(number);
  };
}

}  // namespace spaconf
