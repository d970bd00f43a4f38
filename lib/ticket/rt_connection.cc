// Distinguishes the answers of Request Tracker from its errors.
// It answers 403 for a queue that does not exist, and 200 with a list of messages for a change,
// whether it was carried out or not.
#include "ticket/rt_connection.h"

#include <algorithm>

#include "base/error.h"
#include "base/host.h"
#include "base/json.h"
#include "base/text.h"

namespace spaconf::rt {
namespace {

constexpr long forbidden = 403, not_found = 404;

/// Every request contains the token, so it must not cross a network in clear text by accident.
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

/// Is it a client error that a later retry of the same request would not cure?
bool is_about_this_request(long status) {
  return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
}

std::string message_of(const http::Reply& reply) {
  Json answer = Json::parse(reply.body, nullptr, false);
  std::string status = "HTTP " + std::to_string(reply.status);
  if (answer.is_object() && answer.contains("message") && answer["message"].is_string()) {
    status += " " + answer["message"].get<std::string>();
  }
  return status;
}

std::string without_query(const std::string& path) { return path.substr(0, path.find('?')); }

/// The object in a successful answer to GET. Throws Unavailable for any other answer.
Json answer_of(const http::Reply& reply, const std::string& path) {
  if (reply.status != 200) {
    throw Unavailable(service, "rt: GET " + without_query(path) + ": " + message_of(reply));
  }
  Json answer = Json::parse(reply.body, nullptr, false);
  if (!answer.is_object()) throw Unavailable(service, "rt: the answer is not a JSON object");
  return answer;
}

Json answer_about(const http::Reply& reply, std::int64_t number) {
  if (reply.status == forbidden) {
    throw TicketRefused("rt: ticket " + std::to_string(number) +
                        " is not ours to see: " + message_of(reply));
  }
  return answer_of(reply, path_of(number));
}

}  // namespace

std::string sql_text(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string any_of(const std::vector<std::int64_t>& numbers) {
  std::string condition;
  for (const std::int64_t number : numbers) {
    condition += (condition.empty() ? "(id = " : " OR id = ") + std::to_string(number);
  }
  return condition + ")";
}

std::string path_of(std::int64_t number) { return "/ticket/" + std::to_string(number); }

NotCarriedOut not_done(std::int64_t number, const std::string& what, const std::string& messages) {
  return NotCarriedOut("rt: ticket " + std::to_string(number) + " " + what + ": " +
                       (messages.empty() ? "no reason given" : messages));
}

Connection::Connection(const Section& ticket)
    : url_(safe_url(ticket) + "/REST/2.0"),
      token_(ticket.secret("token_file")),
      timeout_(ticket.seconds("timeout", 20)),
      client_(service, ticket.has("ca_file") ? ticket.path("ca_file").string() : "",
              ticket.seconds("connect_timeout", 3), timeout_) {}

Json Connection::get(const std::string& path) {
  return answer_of(send("GET", path, nullptr), path);
}

Json Connection::list(const std::string& path) {
  Json answer = get(path);
  if (!answer.contains("items") || !answer["items"].is_array()) {
    throw Unavailable(service, "rt: " + without_query(path) + ": no list of items");
  }
  if (!std::ranges::all_of(answer["items"], &Json::is_object)) {
    throw Unavailable(service, "rt: " + without_query(path) + ": an item is not an object");
  }
  return std::move(answer["items"]);
}

Json Connection::search(const std::string& condition, const std::string& fields) {
  return list("/tickets?per_page=100&fields=" + fields +
              "&query=" + http::Client::escape(condition));
}

Json Connection::ticket(std::int64_t number) {
  return answer_about(send("GET", path_of(number), nullptr), number);
}

std::optional<Json> Connection::find_ticket(std::int64_t number) {
  const http::Reply reply = send("GET", path_of(number), nullptr);
  if (reply.status == not_found) return {};
  return answer_about(reply, number);
}

std::optional<Json> Connection::find_visible_ticket(std::int64_t number) {
  const http::Reply reply = send("GET", path_of(number), nullptr);
  if (reply.status == not_found || reply.status == forbidden) return {};
  return answer_of(reply, path_of(number));
}

std::string Connection::create(const std::string& path, const Json& wanted,
                               const std::string& action) {
  http::Reply reply = send("POST", path, wanted);
  // 408 and 429 mean later; any other 4xx means never.
  if (reply.status >= 400 && reply.status < 500 && reply.status != 408 && reply.status != 429) {
    throw TicketRefused("rt: " + action + ": " + message_of(reply));
  }
  if (reply.status != 201) throw Unavailable(service, "rt: " + action + ": " + message_of(reply));
  return reply.body;
}

std::string Connection::change(std::int64_t number, const Json& wanted) {
  const std::string path = path_of(number);
  const http::Reply reply = send("PUT", path, wanted);
  if (reply.status == forbidden || reply.status == not_found) {
    throw not_done(number, "is not ours to change", message_of(reply));
  }
  if (is_about_this_request(reply.status)) {
    throw not_done(number, "does not take the change", message_of(reply));
  }
  if (reply.status != 200) {
    throw Unavailable(service, "rt: PUT " + path + ": " + message_of(reply));
  }
  const Json answer = Json::parse(reply.body, nullptr, false);
  if (!answer.is_array()) throw Unavailable(service, "rt: PUT " + path + ": no list of messages");
  std::string messages;
  for (const Json& each : answer) {
    if (!each.is_string()) continue;
    messages += (messages.empty() ? "" : "; ") + each.get<std::string>();
  }
  return messages;
}

http::Reply Connection::send(const std::string& method, const std::string& path, const Json& body) {
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

}  // namespace spaconf::rt
