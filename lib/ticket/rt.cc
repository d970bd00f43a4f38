// Creates and updates tickets in Request Tracker 5 by REST 2.
// Request Tracker 5, REST 2. It has no key for "the same request again", takes a
// ticket even when it could not set our custom field or the requestor, and answers
// 403 for a queue that is not there. It answers a change with 200 and a list of messages in the
// user's language, whether it was carried out or not. So we look before we create, and read back
// after.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/host.h"
#include "base/http.h"
#include "base/json.h"
#include "base/number.h"
#include "base/secret.h"
#include "base/text.h"
#include "ticket/ticket_system.h"

namespace spaconf {
namespace {

using Json = nlohmann::json;
constexpr char service[] = "ticket system";
/// A text's subject has room for 255 characters, with the mark; a ticket's for 200.
constexpr std::size_t longest_subject = 200;
constexpr long forbidden = 403, not_found = 404;
/// The one status that every lifecycle knows and no search finds.
constexpr char deleted[] = "deleted";

/// A text between quotes in TicketSQL.
std::string sql_text(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

/// Request Tracker gives numbers as texts and as numbers.
std::int64_t number_of(const Json& value) {
  if (!value.is_string()) return value.get<std::int64_t>();
  const auto number = whole_number(value.get<std::string>());
  if (!number) throw std::runtime_error("rt: no number: " + value.get<std::string>());
  return *number;
}

/// Request Tracker keeps the subject of a text as it was folded for a mail, with line ends.
std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
}

/// How a reference stands in a subject.
constexpr char mark_begin[] = "[spaconf ";
std::string mark_of(const std::string& reference) { return mark_begin + reference + "]"; }

/// The last mark in a subject, where we put it; empty when there is none.
std::string reference_in(const std::string& subject) {
  const auto at = subject.rfind(mark_begin);
  if (at == subject.npos) return "";
  const auto begin = at + std::string_view(mark_begin).size(), end = subject.find(']', begin);
  return end == subject.npos ? "" : subject.substr(begin, end - begin);
}

std::string text_of(const Json& value, const char* key) {
  auto found = value.find(key);
  return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_same(const std::string& mail, const std::string& other) {
  return lower(mail) == lower(other);
}

Ticket ticket_of(const Json& answer, const std::string& field) {
  Ticket ticket{number_of(answer.at("id")), text_of(answer, "Status"), {}};
  ticket.in_subject = reference_in(text_of(answer, "Subject"));
  if (auto requestors = answer.find("Requestor"); requestors != answer.end()) {
    // A person is named by their login there, which may be an address in another spelling.
    for (const Json& each : *requestors) {
      const std::string mail = text_of(each, "EmailAddress");
      const std::string name = text_of(each, "id");
      if (!mail.empty()) ticket.requestors.push_back(mail);
      if (!is_same(mail, name)) ticket.requestors.push_back(name);
    }
  }
  if (auto fields = answer.find("CustomFields"); fields != answer.end()) {
    for (const Json& each : *fields) {
      const Json values = each.value("values", Json::array());
      if (text_of(each, "name") == field && values.size() == 1 && values[0].is_string()) {
        ticket.in_field = values[0];
      }
    }
  }
  return ticket;
}

/// The token goes with every request, so it may not cross a network in clear text unnoticed.
std::string safe_url(const Section& ticket) {
  const std::string url = ticket.text("url");
  const bool may_be_clear = ticket.flag("insecure", false);
  const auto target = http::target_of(url);
  if (!target || (target->scheme != "https" && target->scheme != "http")) {
    ticket.wrong("url", "url is an address that begins with https:// or http://");
  }
  if (target->scheme == "http" && !may_be_clear && !is_this_machine(target->host)) {
    ticket.wrong("url",
                 "the token would cross the network in clear text: use https://, or set "
                 "insecure = true");
  }
  return url;
}

class RequestTracker : public TicketSystem {
 public:
  explicit RequestTracker(const Section& ticket)
      : url_(safe_url(ticket) + "/REST/2.0"),
        queue_(ticket.text("queue")),
        field_(ticket.text("field")),
        open_(ticket.text("open", "open")),
        token_(ticket.secret("token_file")),
        timeout_(ticket.seconds("timeout", 20)),
        client_(service, ticket.has("ca_file") ? ticket.path("ca_file").string() : "",
                ticket.seconds("connect_timeout", 3), timeout_) {
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
    http::Reply reply = send("GET", path_of(number), nullptr);
    if (reply.status == not_found) return {};
    Ticket ticket = ticket_in(answer_about(reply, number));
    if (ticket.status == deleted) return {};
    return ticket;
  }

  std::int64_t create(const NewTicket& ticket) override {
    Json wanted = {{"Queue", queue_},
                   {"Subject", ticket.subject},
                   {"ContentType", "text/plain"},
                   {"Content", ticket.text},
                   {"CustomFields", {{field_, ticket.reference}}}};
    if (!ticket.requestor.empty()) wanted["Requestor"] = ticket.requestor;
    http::Reply reply = create_at("/ticket", wanted, "create");
    try {
      return number_of(Json::parse(reply.body).at("id"));
    } catch (const std::exception&) {
      throw Unavailable(service, "rt: create: an answer without a number");
    }
  }

  Ticket ensure_marked(std::int64_t number, const std::string& reference) override {
    const std::string path = path_of(number);
    const Json answer = answer_about(send("GET", path, nullptr), number);
    Ticket ticket = ticket_in(answer);
    Json missing = Json::object();
    if (ticket.in_field != reference) missing["CustomFields"] = {{field_, reference}};
    if (ticket.in_subject != reference) {
      const std::string mark = " " + mark_of(reference), subject = text_of(answer, "Subject");
      missing["Subject"] = std::string(beginning(subject, longest_subject - mark.size())) + mark;
    }
    if (missing.empty()) return ticket;
    const std::string messages = change(number, missing);
    ticket = ticket_in(answer_about(send("GET", path, nullptr), number));
    if (ticket.in_field != reference || ticket.in_subject != reference) {
      throw not_done(number, "does not take our reference", messages);
    }
    return ticket;
  }

  void comment(std::int64_t number, const std::string& mark, const std::string& text) override {
    say("comment", number, mark, text);
    const std::int64_t there = effective(number);
    if (settled_among({there}).empty()) return;
    const std::string messages = change(there, {{"Status", open_}});
    if (settled_among({there}).empty()) return;
    throw not_done(there, "is settled and does not take the status " + open_ + " (`open`)",
                   messages);
  }

  void reply(std::int64_t number, const std::string& mark, const std::string& text) override {
    say("correspond", number, mark, text);
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
    const std::string messages = change(number, {{"Requestor", wanted}});
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
    http::Reply reply = send("GET", path_of(number), nullptr);
    if (reply.status == not_found || reply.status == forbidden) return {};
    const Ticket ticket = ticket_in(answer_about(reply, number));
    // A search never finds what was thrown away.
    const bool is_settled = ticket.status == deleted || !settled_among({ticket.number}).empty();
    return TicketStatus{ticket.status, is_settled};
  }

  void merge(std::int64_t duplicate, std::int64_t into) override {
    const std::string messages = change(duplicate, {{"MergeInto", into}});
    if (effective(duplicate) == into) return;
    throw not_done(duplicate, "is not merged into " + std::to_string(into), messages);
  }

  std::string check() override {
    Json queue = ask("GET", "/queue/" + http::Client::escape(queue_));
    bool has_field = false;
    for (const Json& each : queue.value("TicketCustomFields", Json::array())) {
      has_field = has_field || each.value("name", "") == field_;
    }
    if (!has_field) throw Unavailable(service, "rt: " + queue_ + " has no custom field " + field_);
    ask("GET", "/tickets?per_page=1&query=" + http::Client::escape("Queue = " + sql_text(queue_)));
    return url_ + ", queue " + queue.value("Name", queue_);
  }

 private:
  /// Adds the first hundred of the queue's tickets that are so, by number, without those that
  /// are merged away, and gives the last number; -1 when there are none.
  std::int64_t search(const std::string& condition, std::vector<Ticket>& tickets) {
    const std::string query = "Queue = " + sql_text(queue_) + " AND " + condition;
    Json answer = ask("GET",
                      "/tickets?per_page=100&orderby=id&order=ASC&fields=Status,Subject,Requestor,"
                      "EffectiveId,CustomFields&fields%5BRequestor%5D=EmailAddress&query=" +
                          http::Client::escape(query));
    std::int64_t last = -1;
    try {
      for (const Json& item : answer.at("items")) {
        Ticket ticket = ticket_of(item, field_);
        last = std::max(last, ticket.number);
        bool is_merged = effective_number(item).value_or(ticket.number) != ticket.number;
        if (!is_merged) tickets.push_back(ticket);
      }
    } catch (const std::exception& error) {
      throw Unavailable(service, std::string("search: an answer without tickets: ") + error.what());
    }
    std::ranges::sort(tickets, {}, &Ticket::number);
    return last;
  }

  /// What a search for tickets in any queue gives: the first hundred.
  Json items(const std::string& query, const std::string& fields) {
    return list("/tickets?per_page=100&fields=" + fields + "&query=" + http::Client::escape(query));
  }

  static std::int64_t number_in(const Json& item, const char* key) {
    try {
      return number_of(item.at(key));
    } catch (const std::exception&) {
      throw Unavailable(service, std::string("rt: an answer without a number in ") + key);
    }
  }

  /// The items of a list.
  Json list(const std::string& path) {
    Json answer = ask("GET", path);
    if (!answer.contains("items") || !answer["items"].is_array()) {
      throw Unavailable(service, "rt: " + path.substr(0, path.find('?')) + ": no list of items");
    }
    return std::move(answer["items"]);
  }

  static std::string any_of(const std::vector<std::int64_t>& numbers) {
    std::string condition;
    for (const std::int64_t number : numbers) {
      condition += (condition.empty() ? "(id = " : " OR id = ") + std::to_string(number);
    }
    return condition + ")";
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
    return ticket_in(answer_about(send("GET", path_of(number), nullptr), number)).number;
  }

  struct Requestor {
    std::string name, mail;  ///< `name` is how Request Tracker calls the user
  };

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

  /// The address as Request Tracker has it among the requestors `now`, who were to be `wanted`.
  static std::string spelling_of(const std::string& mail, const std::vector<std::string>& wanted,
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

  /// Says the text by "comment" or "correspond", once.
  void say(const std::string& how, std::int64_t number, const std::string& mark,
           const std::string& text) {
    // Whoever leases us waits for two calls: all the looking is one, saying is the other.
    const auto too_late = std::chrono::steady_clock::now() + timeout_;
    const std::string path = path_of(number);
    const Json ticket = answer_about(send("GET", path, nullptr), number);
    if (is_said(number, ticket_in(ticket).number, mark)) return;
    if (std::chrono::steady_clock::now() >= too_late) {
      throw Unavailable(service, "rt: " + how + ": looking for " + mark + " took too long");
    }
    std::string subject(beginning(text_of(ticket, "Subject"), longest_subject));
    create_at(path + "/" + how,
              {{"Subject", mark + " " + subject},
               {"ContentType", "text/plain"},
               {"Content", text + "\n\n" + mark + "\n"}},
              how);
  }

  /// Has a text that we said ourselves in the ticket this mark in its subject? What others wrote
  /// does not count, whatever stands in it.
  bool is_said(std::int64_t number, std::int64_t merged_into, const std::string& mark) {
    // Transactions tell who wrote them but not their subjects, and attachments the other way.
    const std::string ours = "ObjectType = 'RT::Ticket' AND (ObjectId = " + std::to_string(number) +
                             " OR ObjectId = " + std::to_string(merged_into) +
                             ") AND Creator = '__CurrentUser__'"
                             " AND (Type = 'Comment' OR Type = 'Correspond')";
    std::set<std::int64_t> transactions;
    for (const Json& each : list("/transactions?per_page=100&orderby=id&order=DESC&query=" +
                                 http::Client::escape(ours))) {
      transactions.insert(number_in(each, "id"));
    }
    return stands_in(path_of(number), mark, transactions);
  }

  /// Does a text of these transactions have this mark in its subject? The latest first.
  bool stands_in(const std::string& ticket, const std::string& mark,
                 const std::set<std::int64_t>& transactions) {
    const std::string sought = without_blanks(mark);
    for (int page = 1;; ++page) {
      const Json items = list(ticket + "/attachments?fields=Subject,TransactionId&orderby=id" +
                              "&order=DESC&per_page=100&page=" + std::to_string(page));
      // A ticket that we may see has at least the text it was made with.
      if (items.empty() && page == 1) throw Unavailable(service, "rt: a ticket without texts");
      if (items.empty()) return false;
      for (const Json& item : items) {
        if (!transactions.contains(number_in(item, "TransactionId"))) continue;
        if (without_blanks(text_of(item, "Subject")).starts_with(sought)) return true;
      }
    }
  }

  /// Changes a ticket and gives Request Tracker's messages, which say in some language what it
  /// did and what it did not do: whoever wants to know reads it back.
  std::string change(std::int64_t number, const Json& wanted) {
    const std::string path = path_of(number);
    http::Reply reply = send("PUT", path, wanted);
    if (reply.status == forbidden || reply.status == not_found) {
      throw not_done(number, "is not ours to change", message_of(reply));
    }
    if (is_about_this_request(reply.status)) {
      throw not_done(number, "does not take the change", message_of(reply));
    }
    if (reply.status != 200)
      throw Unavailable(service, "rt: PUT " + path + ": " + message_of(reply));
    const Json answer = Json::parse(reply.body, nullptr, false);
    if (!answer.is_array()) throw Unavailable(service, "rt: PUT " + path + ": no list of messages");
    std::string messages;
    for (const Json& each : answer) {
      if (!each.is_string()) continue;
      messages += (messages.empty() ? "" : "; ") + each.get<std::string>();
    }
    return messages;
  }

  /// A client error other than one of login, time or rate.
  static bool is_about_this_request(int status) {
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
  }

  static NotCarriedOut not_done(std::int64_t number, const std::string& what,
                                const std::string& messages) {
    return NotCarriedOut("rt: ticket " + std::to_string(number) + " " + what + ": " +
                         (messages.empty() ? "no reason given" : messages));
  }

  static std::string path_of(std::int64_t number) { return "/ticket/" + std::to_string(number); }

  Ticket ticket_in(const Json& answer) const {
    try {
      return ticket_of(answer, field_);
    } catch (const std::exception& error) {
      throw Unavailable(service, std::string("rt: an answer that is no ticket: ") + error.what());
    }
  }

  /// What a successful answer about one ticket holds. Somebody may have moved it to where we
  /// are not let in: that is TicketRefused, since it concerns this ticket alone.
  static Json answer_about(const http::Reply& reply, std::int64_t number) {
    if (reply.status == forbidden) {
      throw TicketRefused("rt: ticket " + std::to_string(number) +
                          " is not ours to see: " + message_of(reply));
    }
    return answer_of(reply, "GET", path_of(number));
  }

  /// 201, or thrown: TicketRefused for never, Unavailable for later.
  http::Reply create_at(const std::string& path, const Json& wanted, const std::string& action) {
    http::Reply reply = send("POST", path, wanted);
    // 408 and 429 mean later; any other 4xx means never.
    if (reply.status >= 400 && reply.status < 500 && reply.status != 408 && reply.status != 429) {
      throw TicketRefused("rt: " + action + ": " + message_of(reply));
    }
    if (reply.status != 201) throw Unavailable(service, "rt: " + action + ": " + message_of(reply));
    return reply;
  }

  http::Reply send(const std::string& method, const std::string& path, const Json& body) {
    http::Request request{
        .method = method,
        .url = url_ + path,
        .headers = {{"Authorization", "token " + token_.reveal()}, {"Accept", "application/json"}},
        .body = ""};
    if (!body.is_null()) {
      request.headers.emplace_back("Content-Type", "application/json");
      request.body = json_line(body);
    }
    return client_.send(request);
  }

  /// What a successful answer holds. Anything else is Unavailable.
  Json ask(const std::string& method, const std::string& path, const Json& body = nullptr) {
    return answer_of(send(method, path, body), method, path);
  }

  static Json answer_of(const http::Reply& reply, const std::string& method,
                        const std::string& path) {
    if (reply.status != 200) {
      throw Unavailable(service, "rt: " + method + " " + path.substr(0, path.find('?')) + ": " +
                                     message_of(reply));
    }
    Json answer = Json::parse(reply.body, nullptr, false);
    if (!answer.is_object()) throw Unavailable(service, "rt: an answer that is no JSON object");
    return answer;
  }

  static std::string message_of(const http::Reply& reply) {
    Json answer = Json::parse(reply.body, nullptr, false);
    std::string status = "HTTP " + std::to_string(reply.status);
    if (answer.is_object() && answer.contains("message") && answer["message"].is_string()) {
      status += " " + answer["message"].get<std::string>();
    }
    return status;
  }

  /// The ticket that this one was merged into, or itself.
  static std::optional<std::int64_t> effective_number(const Json& item) {
    auto found = item.find("EffectiveId");
    if (found == item.end()) return {};
    return number_of(found->is_object() ? found->at("id") : *found);
  }

  std::string url_, queue_, field_, open_;
  Secret token_;
  std::chrono::seconds timeout_;
  http::Client client_;
};

}  // namespace

std::unique_ptr<TicketSystem> make_rt(const Section& ticket) {
  return std::make_unique<RequestTracker>(ticket);
}

}  // namespace spaconf
