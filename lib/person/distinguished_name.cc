// Spells distinguished names as libldap does.
#include "person/distinguished_name.h"

#include <ldap.h>

#include <memory>

#include "base/text.h"

namespace spaconf {
namespace {

struct FreeName {
  void operator()(LDAPDN name) const { ldap_dnfree(name); }
};
struct FreeText {
  void operator()(char* text) const { ldap_memfree(text); }
};

/// Types of attributes do not differ by case.
void fold_types(LDAPDN name) {
  for (; *name; ++name) {
    for (LDAPRDN part = *name; *part; ++part) {
      const berval& type = (*part)->la_attr;
      lower(std::string_view(type.bv_val, type.bv_len)).copy(type.bv_val, type.bv_len);
    }
  }
}

}  // namespace

std::optional<std::string> normalized_name(const std::string& text) {
  LDAPDN parsed = nullptr;
  const int code = ldap_str2dn(text.c_str(), &parsed, LDAP_DN_FORMAT_LDAPV3);
  const std::unique_ptr<LDAPRDN, FreeName> name(parsed);
  if (code != LDAP_SUCCESS || !name) return {};
  fold_types(name.get());
  char* raw = nullptr;
  if (ldap_dn2str(name.get(), &raw, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS) return {};
  const std::unique_ptr<char, FreeText> spelled(raw);
  if (has_controls(spelled.get())) return {};
  return spelled.get();
}

}  // namespace spaconf
