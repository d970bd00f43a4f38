// Searches the directory for one person at a time, over one kept connection with TLS.
#pragma once

#include <ldap.h>

#include <sstream>
#include <vector>

#include "settings.h"

namespace same_work {

class Directory {
 public:
  Directory() {
    const int version = LDAP_VERSION3, client = 0;
    must(ldap_initialize(&link_, setting("LDAP_URI")) == LDAP_SUCCESS, "ldap_initialize");
    ldap_set_option(link_, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(link_, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
    ldap_set_option(link_, LDAP_OPT_X_TLS_CACERTFILE, setting("LDAP_CA_FILE"));
    ldap_set_option(link_, LDAP_OPT_X_TLS_NEWCTX, &client);
    must(ldap_start_tls_s(link_, nullptr, nullptr) == LDAP_SUCCESS, "ldap_start_tls_s");
    std::string password = setting("LDAP_BIND_PASSWORD");
    berval secret{password.size(), password.data()};
    must(ldap_sasl_bind_s(link_, setting("LDAP_BIND_DN"), LDAP_SASL_SIMPLE, &secret, nullptr,
                          nullptr, nullptr) == LDAP_SUCCESS,
         "ldap_sasl_bind_s");
    std::istringstream words(setting("LDAP_ATTRIBUTES"));
    for (std::string word; words >> word;) names_.push_back(word);
    for (std::string& name : names_) attributes_.push_back(name.data());
    attributes_.push_back(nullptr);
  }

  /// Ends when there is not one entry.
  void find(const std::string& login) {
    timeval limit{3, 0};
    LDAPMessage* answer = nullptr;
    const std::string filter = before_ + login + after_;
    const int code =
        ldap_search_ext_s(link_, setting("LDAP_BASE"), LDAP_SCOPE_SUBTREE, filter.c_str(),
                          attributes_.data(), 0, nullptr, nullptr, &limit, 2, &answer);
    must(code == LDAP_SUCCESS && ldap_count_entries(link_, answer) == 1, "search for " + login);
    ldap_msgfree(answer);
  }

 private:
  static constexpr char word_[] = "{login}";

  LDAP* link_ = nullptr;
  const std::string filter_ = setting("LDAP_FILTER");
  const std::string before_ = filter_.substr(0, filter_.find(word_));
  const std::string after_ = filter_.substr(before_.size() + sizeof word_ - 1);
  std::vector<std::string> names_;
  std::vector<char*> attributes_;
};

}  // namespace same_work
