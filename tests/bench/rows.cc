// Carries out recorded statements once, as they are. Prints the seconds that it took.
//
//   DATABASE_SOCKET=… DATABASE_NAME=… DATABASE_USER=… DATABASE_PASSWORD=… rows SCRIPT
#include <chrono>
#include <cstdio>
#include <exception>

#include "same_work/database.h"
#include "same_work/script.h"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    const same_work::Script script = same_work::read_script(arguments[1]);
    same_work::Database database(script.session);
    const auto start = std::chrono::steady_clock::now();
    for (const same_work::Command& command : script.commands) {
      if (command.kind == same_work::Command::query) {
        database.query(command);
      } else {
        database.execute(command, {}, {});
      }
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    std::printf("%.4f\n", spent.count());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rows: %s\n", error.what());
    return 1;
  }
}
