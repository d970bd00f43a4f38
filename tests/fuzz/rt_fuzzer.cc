// Fuzzes the answers of Request Tracker: the name of a request, then a line for each answer: its
// status, a blank, its body. Every request gives tickets, or an error that the worker knows.
#include <functional>
#include <map>
#include <memory>

#include "base/error.h"
#include "base/http.h"
#include "base/number.h"
#include "base/text.h"
#include "memory_file.h"
#include "ticket/ticket_system.h"

using namespace spaconf;

namespace {

std::vector<http::Reply> replies;
std::size_t asked = 0;

/// No request of ours needs more answers than an input has.
constexpr std::size_t too_many = 200;

constexpr char configuration[] = R"([ticket]
system = "rt"
url = "https://rt.example.org"
token_file = "/proc/self/fd/101"
queue = "Networking"
field = "spaconf"
)";

constexpr char reference[] = "k3v9tq7x2m";

using Act = std::function<void(TicketSystem&)>;
const std::map<std::string, Act, std::less<>> acts = {
    {"create",
     [](TicketSystem& rt) {
       rt.create({reference, "A phone", "novak@example.org", "Text"});
     }},
    {"find",
     [](TicketSystem& rt) {
       for (const Ticket& ticket : rt.find(reference, 7)) {
         fuzz::require(
             ticket.number == 7 || ticket.in_field == reference || ticket.in_subject == reference,
             "a ticket that was found is ours");
       }
     }},
    {"list",
     [](TicketSystem& rt) {
       for (const Ticket& ticket : rt.list()) fuzz::require(!ticket.is_merged, "none is merged");
     }},
    {"ensure",
     [](TicketSystem& rt) {
       const auto ensured = rt.ensure(7, reference, {});
       fuzz::require(ensured.ticket.in_field == reference && ensured.ticket.in_subject == reference,
                     "the ticket has our reference");
     }},
    {"hand over",
     [](TicketSystem& rt) {
       rt.ensure(7, reference, TicketHandover{{"old@example.org"}, "novak@example.org"});
     }},
    {"merge", [](TicketSystem& rt) { rt.merge(8, 7); }},
    {"comment",
     [](TicketSystem& rt) {
       rt.comment(7, {"k3v9tq7x2m/2", "Text"});
     }},
    {"status",
     [](TicketSystem& rt) {
       rt.status({7, 8});
     }},
    {"check", [](TicketSystem& rt) { rt.check(); }},
};

/// Once they are used up, the last one comes again, as from a server that ignores what it is asked.
std::vector<http::Reply> replies_in(const std::vector<std::string>& lines) {
  std::vector<http::Reply> read;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t blank = std::min(lines[i].find(' '), lines[i].size());
    const auto status = whole_number(lines[i].substr(0, blank), 100, 599);
    read.push_back({static_cast<long>(status.value_or(200)),
                    lines[i].substr(std::min(blank + 1, lines[i].size()))});
  }
  return read;
}

}  // namespace

// In the place of http.cc, which needs a server.
struct http::Client::Handle {};
http::Client::Client(std::string, std::string, std::chrono::seconds, std::chrono::seconds) {}
http::Client::~Client() = default;
std::string http::Client::escape(const std::string& text) { return text; }
std::optional<http::Target> http::target_of(const std::string&) {
  return Target{"https", "rt.example.org"};
}
http::Reply http::Client::send(const Request&) {
  if (replies.empty()) throw Unavailable("ticket system", "no answer");
  fuzz::require(asked < replies.size() + too_many, "a request ends");
  const std::size_t next = std::min(asked++, replies.size() - 1);
  return replies[next];
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<TicketSystem> rt = [] {
    const fuzz::MemoryFile file(100), token(101);
    file.write(configuration);
    token.write("token\n");
    return make_ticket_system(Config(file.path()).section("ticket"));
  }();
  const std::vector<std::string> lines = split(fuzz::text_of(data, size), '\n');
  const auto act = acts.find(lines.front());
  if (act == acts.end()) return 0;
  replies = replies_in(lines);
  asked = 0;
  try {
    act->second(*rt);
  } catch (const Unavailable&) {
  } catch (const TicketRefused&) {
  } catch (const NotCarriedOut&) {
  }
  return 0;
}
