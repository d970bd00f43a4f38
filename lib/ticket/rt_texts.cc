// Searches a ticket for a text before adding it.
// Transactions have the author but not the subject, and attachments have the subject.
#include "ticket/rt_texts.h"

#include <set>

#include "base/error.h"
#include "ticket/rt_ticket.h"

namespace spaconf::rt {
namespace {

/// Request Tracker stores the subject of a text with the line ends of a folded mail header.
std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
}

/// The latest hundred texts of ours in the ticket and in the one it was merged into.
std::set<std::int64_t> our_transactions(Connection& connection, std::int64_t number,
                                        std::int64_t merged_into) {
  const std::string ours = "ObjectType = 'RT::Ticket' AND (ObjectId = " + std::to_string(number) +
                           " OR ObjectId = " + std::to_string(merged_into) +
                           ") AND Creator = '__CurrentUser__'"
                           " AND (Type = 'Comment' OR Type = 'Correspond')";
  std::set<std::int64_t> transactions;
  for (const Json& each :
       connection.list("/transactions?per_page=100&orderby=id&order=DESC&query=" +
                       http::Client::escape(ours))) {
    transactions.insert(number_in(each, "id"));
  }
  return transactions;
}

void require_time(std::chrono::steady_clock::time_point too_late, const std::string& mark) {
  if (std::chrono::steady_clock::now() < too_late) return;
  throw Unavailable(service, "rt: looking for " + mark + " took too long");
}

/// Does a text of these transactions have this mark in its subject? The latest first.
bool is_said(Connection& connection, std::int64_t number, const std::string& mark,
             const std::set<std::int64_t>& transactions,
             std::chrono::steady_clock::time_point too_late) {
  const std::string sought = without_blanks(mark);
  for (int page = 1;; ++page) {
    const Json items = connection.list(path_of(number) +
                                       "/attachments?fields=Subject,TransactionId&orderby=id"
                                       "&order=DESC&per_page=100&page=" +
                                       std::to_string(page));
    // A ticket that we may see has at least its first text.
    if (items.empty() && page == 1) throw Unavailable(service, "rt: a ticket without texts");
    if (items.empty()) return false;
    for (const Json& item : items) {
      if (!transactions.contains(number_in(item, "TransactionId"))) continue;
      if (without_blanks(text_of(item, "Subject")).starts_with(sought)) return true;
    }
    require_time(too_late, mark);
  }
}

}  // namespace

void say_once(Connection& connection, const std::string& how, std::int64_t number,
              const std::string& mark, const std::string& text) {
  // A task's lease lasts two calls: one for the whole search, one for adding the text.
  const auto too_late = std::chrono::steady_clock::now() + connection.timeout();
  const Json ticket = connection.ticket(number);
  const auto ours = our_transactions(connection, number, number_in(ticket, "id"));
  if (is_said(connection, number, mark, ours, too_late)) return;
  require_time(too_late, mark);
  connection.create(path_of(number) + "/" + how,
                    {{"Subject", mark + " " + short_subject(text_of(ticket, "Subject"))},
                     {"ContentType", "text/plain"},
                     {"Content", text + "\n\n" + mark + "\n"}},
                    how);
}

}  // namespace spaconf::rt
