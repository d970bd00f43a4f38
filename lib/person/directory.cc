// Chooses the directory from a table, with one row and one file for each kind.
#include "person/directory.h"

namespace spaconf {

std::unique_ptr<Directory> make_ldap(const Section& person, const Deadline* deadline);

namespace {

struct DirectoryKind {
  const char* name;
  std::unique_ptr<Directory> (*make)(const Section&, const Deadline*);
};

constexpr DirectoryKind kinds[] = {
    {"ldap", make_ldap},  // LDAP version 3
};

}  // namespace

std::unique_ptr<Directory> make_directory(const Section& person, const Deadline* deadline) {
  std::string name = person.text("kind");
  for (const DirectoryKind& kind : kinds) {
    if (name == kind.name) return kind.make(person, deadline);
  }
  person.wrong("kind", "unknown kind of directory \"" + name + "\"");
}

}  // namespace spaconf
