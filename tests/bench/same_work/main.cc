// Does what a form or a registration cannot do without, and nothing else: the same search in the
// directory, the same statements in the same transactions, a file of the same size.
//
//   same_work SOCKET WORKERS SCRIPT BYTES           form: the answer is a page of BYTES
//   same_work SOCKET WORKERS SCRIPT BYTES FOLDER    registration: a file of BYTES, a redirection
//
// It checks and escapes nothing, and makes neither page nor profile. The environment has LDAP_…
// and DATABASE_….
#include <fcgiapp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "../durable_file.h"
#include "database.h"
#include "directory.h"
#include "script.h"
#include "settings.h"

namespace same_work {
namespace {

std::string body_or_query(FCGX_Request& request) {
  const char* length = FCGX_GetParam("CONTENT_LENGTH", request.envp);
  std::string text(length ? std::strtoul(length, nullptr, 10) : 0, '\0');
  if (text.empty()) return FCGX_GetParam("QUERY_STRING", request.envp);
  FCGX_GetStr(text.data(), static_cast<int>(text.size()), request.in);
  return text;
}

/// What follows `name`, which has its "=", in a form.
std::string field(const std::string& form, const std::string& name) {
  const auto begin = form.find(name);
  must(begin != form.npos, "there is no " + name);
  return form.substr(begin + name.size(), form.find('&', begin) - begin - name.size());
}

/// From what post.lua sends.
Fresh fresh_of(const std::string& form) {
  Fresh fresh;
  fresh.key = field(form, "key=");
  fresh.ref = fresh.key.substr(0, 10);
  fresh.number = field(form, "inventory=PC");
  fresh.hex6 = field(form, "mac=000e08");
  fresh.hex4 = fresh.hex6.substr(2);
  fresh.hex2 = fresh.hex6.substr(4);
  fresh.colons = fresh.hex6.substr(0, 2) + ":" + fresh.hex4.substr(0, 2) + ":" + fresh.hex2;
  return fresh;
}

class Worker {
 public:
  Worker(const char* script, const char* bytes, const char* folder)
      : script_(read_script(script)),
        folder_(folder ? folder : ""),
        bytes_(std::strtoul(bytes, nullptr, 10), 'h'),
        database_(script_.session) {}

  std::string answer(const std::string& form) {
    const bool registers = !folder_.empty();
    Fresh fresh;
    if (registers) fresh = fresh_of(form);
    fresh.login = field(form, "login=");
    directory_.find(fresh.login);
    carry_out(fresh);
    if (!registers) return "Content-Type: text/html; charset=utf-8\r\n\r\n" + bytes_;
    return "Status: 303\r\nLocation: /bare/phones/" + fresh.ref + "\r\n\r\n";
  }

 private:
  void carry_out(const Fresh& fresh) {
    std::vector<std::int64_t> ids;
    for (const Command& command : script_.commands) {
      std::int64_t id = 0;
      switch (command.kind) {
        case Command::query: database_.query(command); break;
        case Command::statement: id = database_.execute(command, fresh, ids); break;
        case Command::file:
          write_durably(folder_, filled(command.values.at(0), fresh), bytes_);
          break;
      }
      ids.push_back(id);
    }
  }

  const Script script_;
  const std::string folder_, bytes_;
  Directory directory_;
  Database database_;
};

[[noreturn]] void serve(int listening, char** arguments) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  try {
    Worker worker(arguments[3], arguments[4], arguments[5]);
    FCGX_Request request;
    FCGX_InitRequest(&request, listening, 0);
    while (FCGX_Accept_r(&request) == 0) {
      const std::string text = worker.answer(body_or_query(request));
      FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out);
      // As ours does: else libfcgi waits until the web server has closed as well.
      if (FCGX_GetChar(request.in) == EOF) FCGX_Detach(&request);
      FCGX_Finish_r(&request);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "same_work: %s\n", error.what());
  }
  ::_exit(1);
}

}  // namespace
}  // namespace same_work

int main(int count, char** arguments) {
  if (count != 5 && count != 6) return 2;
  FCGX_Init();
  const int listening = FCGX_OpenSocket(arguments[1], 512);
  for (int workers = std::atoi(arguments[2]); workers > 0; --workers) {
    if (::fork() == 0) same_work::serve(listening, arguments);
  }
  while (::wait(nullptr) > 0) continue;
}
