// The only user of libcurl.
#include "fetch.h"

#include <curl/curl.h>

#include <memory>

namespace virtual_phone {
namespace {

constexpr long patience = 20;        // seconds for one file
constexpr size_t largest = 1 << 20;  // bytes

struct End {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

size_t take(char* bytes, size_t, size_t count, void* into) {
  auto& text = *static_cast<std::string*>(into);
  if (text.size() + count > largest) return 0;
  text.append(bytes, count);
  return count;
}

/// libcurl drops the first slash of a TFTP path and decodes the rest; the phone sends the slash.
std::string escaped_path(CURL* curl, const Command& command) {
  std::string path = command.scheme == "tftp" ? "/" : "";
  for (char c : command.path) {
    if (c == '/' || (command.scheme == "http" && (c == '?' || c == '=' || c == '&' || c == '%'))) {
      path += c;
      continue;
    }
    char* one = curl_easy_escape(curl, &c, 1);
    path += one;
    curl_free(one);
  }
  return path;
}

std::string server(const Command& command) {
  return command.scheme + "://" + command.host + ":" + std::to_string(command.port);
}

}  // namespace

std::string url(const Command& command) { return server(command) + command.path; }

Fetched fetch(const Command& command, const std::string& user_agent, const std::string& body) {
  Fetched got;
  if (command.scheme == "https") {
    got.why = "the server's certificate is not issued by Linksys";
    return got;
  }
  const std::unique_ptr<CURL, End> curl(curl_easy_init());
  const std::string address = server(command) + escaped_path(curl.get(), command);
  curl_easy_setopt(curl.get(), CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, patience);
  curl_easy_setopt(curl.get(), CURLOPT_TFTP_NO_OPTIONS, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, user_agent.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &got.bytes);
  if (!body.empty()) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());

  const CURLcode code = curl_easy_perform(curl.get());
  const char* ip = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_PRIMARY_IP, &ip);
  got.server_ip = ip ? ip : "";
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  const bool is_http = command.scheme == "http";
  if (code == CURLE_TFTP_NOTFOUND || (code == CURLE_OK && is_http && status == 404)) {
    got.result = Fetched::not_found;
    got.why = "file not found";
  } else if (code != CURLE_OK) {
    got.why = curl_easy_strerror(code);
  } else if (is_http && status / 100 != 2) {
    got.why = "HTTP " + std::to_string(status);
  } else {
    got.result = Fetched::ok;
  }
  return got;
}

}  // namespace virtual_phone
