// Fuzzes dialect files: each is a whole dialect, or refused with file and line.
#include <algorithm>

#include "account/dialect.h"
#include "account/table_names.h"
#include "base/error.h"
#include "base/text.h"
#include "memory_file.h"

using namespace spaconf;

namespace {

constexpr char schema[] = "openser";

void check(const BoundSql& sql, const StatementKind& kind) {
  fuzz::require(!sql.text.empty(), "a statement is not empty");
  fuzz::require(std::ranges::count(sql.text, '?') >= std::ptrdiff_t(sql.names.size()),
                "every name has its place");
  const auto known = split(kind.values, ' ');
  for (const std::string& name : sql.names) {
    fuzz::require(std::ranges::count(known, name) == 1, "a statement has only its names");
  }
  for (const NamedTable& table : named_tables(sql.text, schema)) {
    fuzz::require(!table.schema.empty(), "a table has its database");
  }
}

void check(const Dialect& dialect) {
  for (const StatementKind& kind : statement_kinds) {
    const std::string name(kind.name);
    fuzz::require(dialect.has(name) || !kind.is_required, "a dialect has what it must have");
    if (!dialect.has(name)) continue;
    fuzz::require(!dialect[name].parts.empty(), "a name has its statement");
    for (const BoundSql& sql : dialect[name].parts) check(sql, kind);
  }
  fuzz::require(!dialect.tables().empty(), "a dialect has its tables");
  for (const StoredSecret& secret : stored_secrets) stores(dialect, secret);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file(100);
  const std::string_view text = fuzz::text_of(data, size);
  file.write(text);
  try {
    const Dialect dialect(file.path(), schema);
    check(dialect);
    check(dialect.without(dialect.conditions()));
  } catch (const Misconfigured& error) {
    fuzz::require_place(error.what(), file, text);
  }
  return 0;
}
