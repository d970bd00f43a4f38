// The SIP account of an extension, as the phone's settings say.
#pragma once

#include <string>

#include "flash.h"

namespace virtual_phone {

struct Account {
  std::string user;
  std::string password;
  std::string auth_user;  ///< Whom the password belongs to: Auth_ID or the user
  std::string display;
  std::string registrar;  ///< Proxy_n_ as written, perhaps with a port
  std::string domain;     ///< Its host: what follows the @
  std::string next_hop;   ///< Where packets go: the outbound proxy or the registrar

  static Account of(const Flash& flash, int n);
};

/// "h" of h and of h:5061.
std::string host_of(const std::string& server);

/// 5061 of h:5061, `otherwise` of h.
int port_of(const std::string& server, int otherwise);

}  // namespace virtual_phone
