// Creates and updates tickets in Request Tracker 5.
// It has no key for "the same request again", takes a ticket even when it could not set our custom
// field or the requestor, and says in words alone whether it carried out a change. So we look
// before we create, and read back after.
#include <algorithm>
#include <set>

#include "base/error.h"
#include "ticket/rt_connection.h"
#include "ticket/rt_texts.h"
#include "ticket/rt_ticket.h"

namespace spaconf {
namespace rt {
namespace {

/// The one status that every lifecycle knows and no search finds.
constexpr char deleted[] = "deleted";

std::string any_of(const std::vector<std::int64_t>& numbers) {
  std::string condition;
  for (const std::int64_t number : numbers) {
    condition += (condition.empty() ? "(id = " : " OR id = ") + std::to_string(number);
  }
  return condition + ")";
}

struct Requestor {
  std::string name, mail;  ///< `name` is how Request Tracker calls the user
};

/// The address as Request Tracker has it among the requestors `now`, who were to be `wanted`.
std::string spelling_of(const std::string& mail, const std::vector<std::string>& wanted,
                        const std::vector<Requestor>& now) {
  if (mail.empty()) return "";
  for (const Requestor& each : now) {
    if (is_same(mail, each.mail) || is_same(mail, each.name)) return each.mail;
  }
  for (const Requestor& each : now) {
    if (std::ranges::find(wanted, each.name) == wanted.end()) return each.mail;
  }
  return now.size() == 1 ? now.front().mail : "";
}

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

  std::vector<Ticket> find(const std::string& reference) override {
    std::vector<Ticket> tickets;
    search("('CF.{" + field_ + "}' = " + sql_text(reference) + " OR Subject LIKE " +
               sql_text(mark_of(reference)) + ")",
           tickets);
    // Anybody may write a mark of ours into a subject. Where we put one, it is the last.
    std::erase_if(tickets, [&](const Ticket& each) {
      return each.in_field != reference && each.in_subject != reference;
    });
    return tickets;
  }

  std::vector<Ticket> list_ours() override {
    std::vector<Ticket> tickets;
    const std::string any =
        "('CF.{" + field_ + "}' IS NOT NULL OR Subject LIKE " + sql_text(mark_begin) + ")";
    // By number and not by page: a ticket that comes or goes meanwhile shifts nothing.
    for (std::int64_t last = 0; last >= 0;) {
      last = search("id > " + std::to_string(last) + " AND " + any, tickets);
    }
    return tickets;
  }

  std::optional<Ticket> get(std::int64_t number) override {
    const auto found = connection_.find_ticket(number);
    if (!found) return {};
    Ticket ticket = ticket_of(*found, field_);
    if (ticket.status == deleted) return {};
    return ticket;
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

  Ticket ensure_marked(std::int64_t number, const std::string& reference) override {
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

  void comment(std::int64_t number, const std::string& mark, const std::string& text) override {
    say_once(connection_, "comment", number, mark, text);
    const std::int64_t there = effective(number);
    if (settled_among({there}).empty()) return;
    const std::string messages = connection_.change(there, {{"Status", open_}});
    if (settled_among({there}).empty()) return;
    throw not_done(there, "is settled and does not take the status " + open_ + " (`open`)",
                   messages);
  }

  void reply(std::int64_t number, const std::string& mark, const std::string& text) override {
    say_once(connection_, "correspond", number, mark, text);
  }

  std::string hand_over(std::int64_t number, const std::vector<std::string>& formers,
                        const std::string& mail) override {
    std::vector<std::string> wanted;
    for (const Requestor& each : requestors(number)) {
      const bool goes = std::ranges::any_of(formers, [&](const std::string& former) {
        return is_same(former, each.mail) || is_same(former, each.name);
      });
      if (!goes) wanted.push_back(each.name);
    }
    if (!mail.empty()) wanted.push_back(mail);
    const std::string messages = connection_.change(number, {{"Requestor", wanted}});
    const auto now = requestors(number);
    if (now.size() > wanted.size() || (now.empty() && !wanted.empty())) {
      throw not_done(number, "does not change its requestors", messages);
    }
    return spelling_of(mail, wanted, now);
  }

  std::map<std::int64_t, TicketStatus> statuses(const std::vector<std::int64_t>& numbers) override {
    std::map<std::int64_t, TicketStatus> found;
    if (numbers.empty()) return found;
    for (const Json& each : items(any_of(numbers), "Status")) {
      found[number_in(each, "id")] = {text_of(each, "Status"), false};
    }
    for (const std::int64_t number : settled_among(numbers)) {
      if (auto each = found.find(number); each != found.end()) each->second.is_settled = true;
    }
    return found;
  }

  std::optional<TicketStatus> status(std::int64_t number) override {
    const auto found = connection_.find_visible_ticket(number);
    if (!found) return {};
    const Ticket ticket = ticket_of(*found, field_);
    // A search never finds what was thrown away.
    const bool is_settled = ticket.status == deleted || !settled_among({ticket.number}).empty();
    return TicketStatus{ticket.status, is_settled};
  }

  void merge(std::int64_t duplicate, std::int64_t into) override {
    const std::string messages = connection_.change(duplicate, {{"MergeInto", into}});
    if (effective(duplicate) == into) return;
    throw not_done(duplicate, "is not merged into " + std::to_string(into), messages);
  }

  std::string check() override {
    const Json queue = connection_.get("/queue/" + http::Client::escape(queue_));
    bool has_field = false;
    for (const Json& each : queue.value("TicketCustomFields", Json::array())) {
      has_field = has_field || each.value("name", "") == field_;
    }
    if (!has_field) throw Unavailable(service, "rt: " + queue_ + " has no custom field " + field_);
    connection_.get("/tickets?per_page=1&query=" +
                    http::Client::escape("Queue = " + sql_text(queue_)));
    return connection_.url() + ", queue " + queue.value("Name", queue_);
  }

 private:
  /// Adds the first hundred of the queue's tickets that are so, by number, without those that
  /// are merged away, and gives the last number; -1 when there are none.
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

  /// What a search for tickets in any queue gives: the first hundred.
  Json items(const std::string& query, const std::string& fields) {
    return connection_.list("/tickets?per_page=100&fields=" + fields +
                            "&query=" + http::Client::escape(query));
  }

  /// Those that nobody needs to look at any more, by the lifecycles of their queues.
  std::set<std::int64_t> settled_among(const std::vector<std::int64_t>& numbers) {
    std::set<std::int64_t> settled;
    for (const Json& each : items(any_of(numbers) + " AND Status = '__Inactive__'", "Status")) {
      settled.insert(number_in(each, "id"));
    }
    return settled;
  }

  /// The ticket itself, or the one that it was merged into.
  std::int64_t effective(std::int64_t number) {
    return number_in(connection_.ticket(number), "id");
  }

  std::vector<Requestor> requestors(std::int64_t number) {
    std::vector<Requestor> found;
    const Json tickets = items(any_of({number}), "Requestor&fields%5BRequestor%5D=EmailAddress");
    if (tickets.size() != 1) {
      throw Unavailable(service, "rt: ticket " + std::to_string(number) + " is not found");
    }
    for (const Json& each : tickets[0].value("Requestor", Json::array())) {
      const std::string name = text_of(each, "id"), mail = text_of(each, "EmailAddress");
      found.push_back({name, mail.empty() ? name : mail});
    }
    return found;
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
