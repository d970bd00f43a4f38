// Gets one file as the phone does: by plain TFTP or HTTP.
#pragma once

#include <string>

#include "rule.h"

namespace virtual_phone {

struct Fetched {
  enum Result { ok, not_found, failed } result = failed;
  std::string bytes;
  std::string why;        ///< What went wrong, for $ERR
  std::string server_ip;  ///< Empty when no server was reached
};

/// Fetches what a rule led to; the command names a server. Over TFTP the name keeps its leading
/// slash, octet mode, blocks of 512 and no options; over HTTP the phone names itself and, when
/// `body` is not empty, posts it. HTTPS fails: a phone trusts only certificates that Linksys
/// issued. Source: models-facts of the family, vendor guide 3.01.
Fetched fetch(const Command& command, const std::string& user_agent, const std::string& body);

/// The URL as it is said in one line.
std::string url(const Command& command);

}  // namespace virtual_phone
