// Sends requests with libcurl's easy interface. Replaces every default that waits for ever, follows
// redirections or trusts others.
#include "base/http.h"

#include <curl/curl.h>

#include "base/error.h"
#include "base/text.h"

namespace spaconf::http {
namespace {

constexpr std::size_t largest_reply = 1 << 20;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > largest_reply) return 0;  // ends the transfer
  body.append(bytes, size * count);
  return size * count;
}

void prepare(CURL* handle, const std::string& url, const char* protocols, std::string& body,
             char* reason) {
  curl_easy_reset(handle);
  reason[0] = '\0';
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // not even from the environment
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
}

std::string why(CURLcode code, const char* reason) {
  return *reason ? reason : curl_easy_strerror(code);
}

struct Upload {
  const std::string& text;
  std::size_t sent = 0;
};

std::size_t read_upload(char* bytes, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t copied = upload.text.copy(bytes, size * count, upload.sent);
  upload.sent += copied;
  return copied;
}

/// Keeps the latest line of the server's answers, but nothing after a refusal.
std::size_t keep_line(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& line = *static_cast<std::string*>(to);
  if (!line.starts_with('5')) line.assign(bytes, size * count);
  return size * count;
}

/// Notes that the server was told the recipient: what it refuses before is not about this mail.
int note_recipient(CURL*, curl_infotype kind, char* text, std::size_t size, void* is_told) {
  if (kind == CURLINFO_HEADER_OUT && std::string_view(text, size).starts_with("RCPT ")) {
    *static_cast<bool*>(is_told) = true;
  }
  return 0;
}

/// True when the answer concerns one recipient or text. RFC 5321 has these codes for a mailbox; a
/// server that refuses everyone, such as one that wants a login, answers RCPT with another.
bool is_about_this_mail(long status, bool has_recipient, bool has_text) {
  const bool is_about_mailbox = (status >= 550 && status <= 553) || status == 556;
  return status >= 500 && status < 600 && (has_text || (has_recipient && is_about_mailbox));
}

void prepare_mail(CURL* handle, const MailServer& server, Reply& reply, char* reason) {
  prepare(handle, server.url, "smtp,smtps", reply.body, reason);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_line);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &reply.body);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.connect.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(server.total.count()));
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(server.needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!server.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, server.ca_file.c_str());
  if (server.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.reveal().c_str());
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  const std::unique_ptr<char, FreeText> own(text);
  return text;
}

}  // namespace

std::optional<Target> target_of(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  return Target{part_of(parsed.get(), CURLUPART_SCHEME), part_of(parsed.get(), CURLUPART_HOST)};
}

struct Client::Handle {
  Easy easy{curl_easy_init()};
};

Client::Client(std::string service, std::string ca_file, std::chrono::seconds connect,
               std::chrono::seconds total)
    : service_(std::move(service)),
      ca_file_(std::move(ca_file)),
      connect_(connect),
      total_(total),
      handle_(std::make_unique<Handle>()) {}
Client::Client(Client&&) noexcept = default;
Client::~Client() = default;

Reply Client::send(const Request& request) {
  CURL* handle = handle_->easy.get();
  char reason[CURL_ERROR_SIZE];
  Reply reply{};
  prepare(handle, request.url, "http,https", reply.body, reason);
  std::unique_ptr<curl_slist, FreeList> headers;
  for (const auto& [name, value] : request.headers) {
    headers.reset(curl_slist_append(headers.release(), (name + ": " + value).c_str()));
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, static_cast<long>(connect_.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(total_.count()));
  if (!ca_file_.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file_.c_str());
  if (request.method != "GET") {
    // curl repeats a request by itself when a reused connection closes without an answer; the
    // server may already have carried it out.
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  std::unique_ptr<curl_slist, FreeList> addresses;
  if (!request.address.empty()) {
    addresses.reset(curl_slist_append(nullptr, ("::" + request.address + ":").c_str()));
    curl_easy_setopt(handle, CURLOPT_CONNECT_TO, addresses.get());
  }
  CURLcode code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply.status);
  // Below 200 the final status is still to come.
  if (code == CURLE_OK || (request.is_status_enough && reply.status >= 200)) return reply;
  throw Unavailable(service_, request.method + ": " + why(code, reason));
}

std::string Client::escape(const std::string& text) {
  char* escaped = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  std::string result = escaped ? escaped : "";
  curl_free(escaped);
  return result;
}

Reply send_mail(const MailServer& server, const std::string& from, const std::string& to,
                const std::string& mail) {
  bool has_recipient = false;
  const Easy handle(curl_easy_init());
  char reason[CURL_ERROR_SIZE];
  Reply reply{};
  prepare_mail(handle.get(), server, reply, reason);
  Upload upload{mail};
  const std::unique_ptr<curl_slist, FreeList> recipients(
      curl_slist_append(nullptr, ("<" + to + ">").c_str()));
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle.get(), CURLOPT_VERBOSE, 1L);  // for the function only
  curl_easy_setopt(handle.get(), CURLOPT_DEBUGFUNCTION, note_recipient);
  curl_easy_setopt(handle.get(), CURLOPT_DEBUGDATA, &has_recipient);
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply.status);
  if (code == CURLE_OK || is_about_this_mail(reply.status, has_recipient, upload.sent > 0)) {
    return reply;
  }
  const bool has_words = reply.body.starts_with('5');
  throw Unavailable("mail server", has_words ? plain_blanks(reply.body) : why(code, reason));
}

void try_mail_server(const MailServer& server) {
  const Easy handle(curl_easy_init());
  char reason[CURL_ERROR_SIZE];
  Reply reply{};
  prepare_mail(handle.get(), server, reply, reason);
  curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) throw Unavailable("mail server", why(code, reason));
}

std::string tftp(const std::string& url, std::chrono::seconds total) {
  Easy handle(curl_easy_init());
  char reason[CURL_ERROR_SIZE];
  std::string body;
  prepare(handle.get(), url, "tftp", body, reason);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(total.count()));
  CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) throw Unavailable("TFTP server", url + ": " + why(code, reason));
  return body;
}

}  // namespace spaconf::http
