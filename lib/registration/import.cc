// A row is a form, sent for somebody who had many of them: it is read, checked and carried out
// by the same functions, each for itself, so that one bad row keeps no other from its phone.
#include "registration/import.h"

#include <algorithm>

#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "registration/register.h"
#include "registration/roster.h"

namespace spaconf {
namespace {

/// The rows below the head, whose names are known.
struct Table {
  std::vector<std::string> columns;
  std::vector<csv::Row> rows;
};

bool is_password(const std::string& column) {
  for (int position = 1; position <= most_lines; ++position) {
    if (column == line_field(position, "password")) return true;
  }
  return false;
}

Table table_in(std::string_view text) {
  if (!is_utf8(text)) throw csv::Malformed(1, "the file is not UTF-8");
  Table table{.columns = {}, .rows = csv::parse(text)};
  if (table.rows.empty()) throw csv::Malformed(1, "the file is empty");
  const auto& known = roster_columns();
  const int head = table.rows.front().line;
  for (const std::string& cell : table.rows.front().cells) {
    std::string name(trim(cell));
    if (std::ranges::find(known, name) == known.end() && !is_password(name)) {
      throw csv::Malformed(head, "there is no column \"" + name + "\"");
    }
    if (std::ranges::find(table.columns, name) != table.columns.end()) {
      throw csv::Malformed(head, "the column " + name + " is there twice");
    }
    table.columns.push_back(std::move(name));
  }
  table.rows.erase(table.rows.begin());
  return table;
}

class Importer {
 public:
  Importer(Services& services, const Import& import, const std::vector<std::string>& columns)
      : services_(services), import_(import), columns_(columns) {}

  Verdict judge(const csv::Row& row) {
    Verdict verdict{.line = row.line, .kind = Verdict::Kind::refused, .ref = {}, .sentences = {}};
    if (row.cells.size() > columns_.size()) {
      verdict.sentences.push_back("it has more cells than the first row");
      return verdict;
    }
    verdict.ref = cell(row, "ref");
    try {
      verdict.kind = verdict.ref.empty() ? add(row, verdict) : compare(row, verdict);
    } catch (const Rejected& rejected) {
      for (const Problem& problem : rejected.problems()) tell(verdict, problem);
    } catch (const Conflict& conflict) {
      tell(verdict, conflict.problem());
      if (!conflict.ref().empty()) verdict.sentences.back() += " See " + conflict.ref() + ".";
    }
    return verdict;
  }

 private:
  static void tell(Verdict& verdict, const Problem& problem) {
    verdict.sentences.push_back((problem.field.empty() ? "" : problem.field + ": ") +
                                problem.sentence);
  }

  std::string cell(const csv::Row& row, const std::string& column) const {
    const auto place = std::ranges::find(columns_, column) - columns_.begin();
    return std::size_t(place) < row.cells.size() ? std::string(trim(row.cells[place])) : "";
  }

  /// A row of a phone that there is.
  Verdict::Kind compare(const csv::Row& row, Verdict& verdict) {
    const auto record = services_.ledger.find(verdict.ref);
    if (!record) throw Conflict({"ref", "There is no such registration."});
    const auto there = roster_row(*record);
    std::string differing;
    for (const std::string& column : columns_) {
      // Where it stands changes by itself.
      if (column == "state" || is_password(column)) continue;
      const auto& known = roster_columns();
      const auto place = std::ranges::find(known, column) - known.begin();
      if (cell(row, column) == trim(there[std::size_t(place)])) continue;
      differing += (differing.empty() ? "" : ", ") + column;
    }
    if (differing.empty()) return Verdict::Kind::unchanged;
    // The place for changing it at once, by change_by() and change_phone().
    verdict.sentences.push_back("differs in " + differing + ": use spaconf edit");
    return Verdict::Kind::refused;
  }

  Fields form_of(const csv::Row& row) const {
    Fields fields;
    for (const std::string& column : columns_) {
      const std::string value = cell(row, column);
      if (value.empty() || column == "ref" || column == "state") continue;
      if (column != "permission" && column != "setting") {
        if (has_controls(value)) throw Conflict({column, "It holds a line end."});
        fields.add(column, value);
        continue;
      }
      for (const std::string& each : split(value, column == "setting" ? '\n' : ' ')) {
        if (!trim(each).empty()) fields.add(column, std::string(trim(each)));
      }
    }
    return fields;
  }

  /// A row of a phone that is new, or was when the table was first handed in.
  Verdict::Kind add(const csv::Row& row, Verdict& verdict) {
    const std::string state = cell(row, "state");
    if (!state.empty() && state != "live") {
      throw Conflict({"state", "Only what is live can be registered; leave it empty."});
    }
    const Fields fields = form_of(row);
    Order order{.actor = import_.actor,
                .key = fingerprint(fields),
                .fingerprint = fingerprint(fields),
                .wanted = read_form(fields, services_.form_rules()),
                .person = {}};
    if (auto before = services_.ledger.answered(order.actor, order.key)) {
      verdict.ref = before->ref;
      return Verdict::Kind::unchanged;
    }
    auto person = services_.directory->find(order.wanted.login);
    if (!person) {
      throw Conflict(
          {"login", "The directory knows nobody with the login " + order.wanted.login + "."});
    }
    order.person = *person;
    if (!person->login.empty()) order.wanted.login = person->login;
    if (!import_.dry_run) {
      verdict.ref = register_phone(services_, order);
    } else if (order.wanted.mac) {
      const std::string other = services_.ledger.ref_of_mac(*order.wanted.mac);
      if (!other.empty()) throw Conflict({"mac", "The phone is registered already."}, other);
    }
    return Verdict::Kind::registered;
  }

  Services& services_;
  const Import& import_;
  const std::vector<std::string>& columns_;
};

}  // namespace

void import_roster(Services& services, std::string_view text, const Import& import) {
  const Table table = table_in(text);
  services.require_databases();
  Importer importer(services, import, table.columns);
  for (const csv::Row& row : table.rows) import.on_row(importer.judge(row));
}

}  // namespace spaconf
