// Request Tracker 5, REST 2. It has no key for "the same request again", takes a
// ticket even when it could not set our custom field or the requestor, and answers
// 403 for a queue that is not there. So we look before we create, and read back after.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/http.h"
#include "base/secret.h"
#include "base/text.h"
#include "ticket/desk.h"

namespace spaconf {
namespace {

using Json = nlohmann::json;
constexpr char service[] = "ticket desk";
/// A text's subject has room for 255 characters, with the mark; a ticket's for 200.
constexpr std::size_t longest_subject = 200;
constexpr long forbidden = 403, not_found = 404;
/// With which a ticket needs nobody any more.
constexpr std::string_view settled[] = {"resolved", "rejected"};

/// A text between quotes in TicketSQL.
std::string sql_text(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

/// Request Tracker gives numbers as texts and as numbers.
std::int64_t number_of(const Json& value) {
  return value.is_string() ? std::stoll(value.get<std::string>()) : value.get<std::int64_t>();
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

Ticket ticket_of(const Json& answer, const std::string& field) {
  Ticket ticket{number_of(answer.at("id")), text_of(answer, "Status"), {}};
  ticket.in_subject = reference_in(text_of(answer, "Subject"));
  if (auto requestors = answer.find("Requestor"); requestors != answer.end()) {
    // A person of the desk's own is named by their login there.
    for (const Json& each : *requestors) {
      const std::string mail = text_of(each, "EmailAddress");
      ticket.requestors.push_back(mail.empty() ? text_of(each, "id") : mail);
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

class RequestTracker : public TicketDesk {
 public:
  explicit RequestTracker(const Section& ticket)
      : url_(ticket.text("url") + "/REST/2.0"),
        queue_(ticket.text("queue")),
        field_(ticket.text("field")),
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
    return tickets;
  }

  std::vector<Ticket> marked() override {
    std::vector<Ticket> tickets;
    const std::string any =
        "('CF.{" + field_ + "}' IS NOT NULL OR Subject LIKE " + sql_text(mark_begin) + ")";
    // By number and not by page: a ticket that comes or goes meanwhile shifts nothing.
    for (std::int64_t last = 0; last >= 0;) {
      last = search("id > " + std::to_string(last) + " AND " + any, tickets);
    }
    return tickets;
  }

  std::optional<Ticket> look(std::int64_t number) override {
    http::Reply reply = send("GET", path_of(number), nullptr);
    if (reply.status == not_found) return {};
    Ticket ticket = ticket_in(answer_about(reply, number));
    if (ticket.status == "deleted") return {};
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

  Ticket confirm(std::int64_t number, const std::string& reference) override {
    const std::string path = path_of(number);
    const Json answer = answer_about(send("GET", path, nullptr), number);
    Ticket ticket = ticket_in(answer);
    Json missing = Json::object();
    if (ticket.in_field != reference) missing["CustomFields"] = {{field_, reference}};
    if (ticket.in_subject != reference) {
      const std::string mark = " " + mark_of(reference), subject = text_of(answer, "Subject");
      missing["Subject"] = std::string(beginning(subject, longest_subject - mark.size())) + mark;
    }
    if (!missing.empty()) ask("PUT", path, missing);
    return ticket;
  }

  void note(std::int64_t number, const std::string& mark, const std::string& text) override {
    // Whoever leases us waits for two calls: all the looking is one, saying is the other.
    const auto too_late = std::chrono::steady_clock::now() + timeout_;
    const std::string path = path_of(number);
    const Json ticket = answer_about(send("GET", path, nullptr), number);
    if (stands_in(path, mark)) return;
    if (std::chrono::steady_clock::now() >= too_late) {
      throw Unavailable(service, "rt: note: looking for " + mark + " took too long");
    }
    std::string subject(beginning(text_of(ticket, "Subject"), longest_subject));
    Json wanted = {{"Subject", mark + " " + subject},
                   {"ContentType", "text/plain"},
                   {"Content", text + "\n\n" + mark + "\n"}};
    // Request Tracker opens such a ticket by itself, unless somebody has switched that off.
    if (std::ranges::find(settled, text_of(ticket, "Status")) != std::end(settled)) {
      wanted["Status"] = "open";
    }
    create_at(path + "/correspond", wanted, "note");
  }

  std::optional<std::string> status(std::int64_t number) override {
    http::Reply reply = send("GET", path_of(number), nullptr);
    if (reply.status == not_found || reply.status == forbidden) return {};
    return text_of(answer_about(reply, number), "Status");
  }

  void merge(std::int64_t duplicate, std::int64_t into) override {
    ask("PUT", path_of(duplicate), {{"MergeInto", into}});
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

  /// Does a text of the ticket have this mark in its subject? The latest are looked at first.
  /// Searching RT's transactions instead would be one call, but it does not know subjects.
  bool stands_in(const std::string& ticket, const std::string& mark) {
    const std::string sought = without_blanks(mark);
    for (int page = 1;; ++page) {
      Json answer = ask("GET", ticket + "/attachments?fields=Subject&orderby=id&order=DESC" +
                                   "&per_page=100&page=" + std::to_string(page));
      try {
        const Json& items = answer.at("items");
        // A ticket that we may see has at least the text it was made with.
        if (items.empty() && page == 1) throw Unavailable(service, "rt: a ticket without texts");
        if (items.empty()) return false;
        for (const Json& item : items) {
          const Json subject = item.value("Subject", Json());
          if (subject.is_string() && without_blanks(subject).find(sought) != std::string::npos) {
            return true;
          }
        }
      } catch (const Json::exception& error) {
        throw Unavailable(service, std::string("rt: an answer without texts: ") + error.what());
      }
    }
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
      request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
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

  std::string url_, queue_, field_;
  Secret token_;
  std::chrono::seconds timeout_;
  http::Client client_;
};

}  // namespace

std::unique_ptr<TicketDesk> make_rt(const Section& ticket) {
  return std::make_unique<RequestTracker>(ticket);
}

}  // namespace spaconf
