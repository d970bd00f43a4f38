// In Request Tracker's JSON a number may be a text, and a user's name may be an address.
#include "ticket/rt_ticket.h"

#include <stdexcept>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "ticket/rt_connection.h"

namespace spaconf::rt {
namespace {

/// The subject of a text may have 255 bytes, including the mark; a ticket's 200. Request Tracker
/// cuts longer ones.
constexpr std::size_t longest_subject = 200;

/// As many whole characters as fit into so many bytes.
std::string cut(std::string_view text, std::size_t bytes) {
  std::string_view part = text;
  for (std::size_t count = bytes; part.size() > bytes; --count) part = beginning(text, count);
  return std::string(part);
}

std::int64_t number_of(const Json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  const auto number = whole_number(text);
  if (!number) throw std::runtime_error("rt: not a number: " + short_subject(text));
  return *number;
}

/// The reference in the last mark of a subject; empty when it has no mark.
std::string reference_in(const std::string& subject) {
  const auto at = subject.rfind(mark_begin);
  if (at == subject.npos) return "";
  const auto begin = at + std::string_view(mark_begin).size(), end = subject.find(']', begin);
  return end == subject.npos ? "" : subject.substr(begin, end - begin);
}

Ticket read_ticket(const Json& item, const std::string& field) {
  Ticket ticket{number_of(item.at("id")), text_of(item, "Status"), {}};
  ticket.in_subject = reference_in(text_of(item, "Subject"));
  if (auto requestors = item.find("Requestor"); requestors != item.end()) {
    // The id of a user is the login, which may be the address in another spelling.
    for (const Json& each : *requestors) {
      const std::string mail = text_of(each, "EmailAddress");
      const std::string name = text_of(each, "id");
      if (!mail.empty()) ticket.requestors.push_back(mail);
      if (!is_same(mail, name)) ticket.requestors.push_back(name);
    }
  }
  if (auto fields = item.find("CustomFields"); fields != item.end()) {
    for (const Json& each : *fields) {
      const Json values = each.value("values", Json::array());
      if (text_of(each, "name") == field && values.size() == 1 && values[0].is_string()) {
        ticket.in_field = values[0];
      }
    }
  }
  return ticket;
}

}  // namespace

std::string mark_of(const std::string& reference) { return mark_begin + reference + "]"; }

std::string marked_subject(const std::string& subject, const std::string& reference) {
  const std::string mark = " " + mark_of(reference);
  return cut(subject, longest_subject - mark.size()) + mark;
}

std::string short_subject(const std::string& subject) { return cut(subject, longest_subject); }

std::string text_of(const Json& item, const char* key) {
  auto found = item.find(key);
  return found != item.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_in(const Json& item, const char* key) {
  try {
    return number_of(item.at(key));
  } catch (const std::exception&) {
    throw Unavailable(service, std::string("rt: an answer without a number in ") + key);
  }
}

std::int64_t effective_number(const Json& item) {
  auto found = item.find("EffectiveId");
  if (found == item.end()) return number_in(item, "id");
  return found->is_object() ? number_in(*found, "id") : number_in(item, "EffectiveId");
}

Ticket ticket_of(const Json& item, const std::string& field) {
  try {
    return read_ticket(item, field);
  } catch (const std::exception& error) {
    throw Unavailable(service, std::string("rt: an answer that is no ticket: ") + error.what());
  }
}

bool is_same(const std::string& mail, const std::string& other) {
  return lower(mail) == lower(other);
}

}  // namespace spaconf::rt
