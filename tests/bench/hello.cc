// The least that libfcgi can do: a page of a given size, from as many workers as ours has.
//
//   hello SOCKET WORKERS BYTES

#include <fcgiapp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

namespace {

[[noreturn]] void answer(int listening, const std::string& text) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  FCGX_Request request;
  FCGX_InitRequest(&request, listening, 0);
  while (FCGX_Accept_r(&request) == 0) {
    FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out);
    FCGX_Finish_r(&request);
  }
  ::_exit(0);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::string text = "Content-Type: text/html; charset=utf-8\r\n\r\n" +
                           std::string(std::strtoul(arguments[3], nullptr, 10), 'h');
  FCGX_Init();
  const int listening = FCGX_OpenSocket(arguments[1], 512);
  for (int workers = std::atoi(arguments[2]); workers > 0; --workers) {
    if (::fork() == 0) answer(listening, text);
  }
  while (::wait(nullptr) > 0) continue;
}
