// The least that a file costs that is there whole or not at all, also after a power cut.
//
//   file FOLDER BYTES CLIENTS SECONDS      writes FOLDER/staging/… and renames to FOLDER/config/…
#include <cstdlib>
#include <string>

#include "durable_file.h"
#include "forked_workers.h"

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const std::string folder = arguments[1];
  const std::string bytes(std::strtoul(arguments[2], nullptr, 10), 'p');
  return forked_workers::run(std::atoi(arguments[3]), std::atof(arguments[4]), [&] {
    return [&, mine = std::to_string(::getpid()) + "-", serial = 0L]() mutable {
      write_durably(folder, mine + std::to_string(++serial), bytes);
    };
  });
}
