// Passwords as spaconf's tables keep them: a line "USER HEX" for each of COUNT users from FIRST on.
//
//   sealed KEY_FILE DOMAIN FIRST COUNT
#include <cstdio>
#include <cstdlib>

#include "base/file.h"
#include "store/password_seal.h"

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const spaconf::PasswordSeal seal(spaconf::Secret(spaconf::read_file(arguments[1])));
  const long first = std::atol(arguments[3]);
  for (long user = first; user < first + std::atol(arguments[4]); ++user) {
    const std::string name = std::to_string(user);
    std::printf("%s ", name.c_str());
    const spaconf::Secret password("WhatANice-" + name + "-Password");
    for (unsigned char byte : seal.sealed({name, arguments[2], password})) {
      std::printf("%02x", byte);
    }
    std::puts("");
  }
}
