// Settings of an extension to what SIP calls them. Source: Linksys IP Phone Admin Guide 5.1, Ext
// tab.
#include "account.h"

#include <charconv>

namespace virtual_phone {

Account Account::of(const Flash& flash, int n) {
  Account account;
  account.user = flash.of("User_ID", n);
  account.password = flash.of("Password", n);
  account.auth_user = flash.is_yes("Use_Auth_ID", n) ? flash.of("Auth_ID", n) : account.user;
  account.display = flash.of("Display_Name", n);
  account.registrar = flash.of("Proxy", n);
  account.domain = host_of(account.registrar);
  account.next_hop =
      flash.is_yes("Use_Outbound_Proxy", n) ? flash.of("Outbound_Proxy", n) : account.registrar;
  return account;
}

std::string host_of(const std::string& server) { return server.substr(0, server.find(':')); }

int port_of(const std::string& server, int otherwise) {
  const size_t colon = server.find(':');
  if (colon == std::string::npos) return otherwise;
  std::from_chars(server.data() + colon + 1, server.data() + server.size(), otherwise);
  return otherwise;
}

}  // namespace virtual_phone
