// Fills the templates of batches' tickets, with as many rows as there is room for.
// Brackets in texts of people are replaced, so that they cannot forge the mark by which tickets are
// found.
#include "registration/ticket_batch_texts.h"

#include <optional>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

/// What a text has besides its rows.
constexpr std::size_t room_around_rows = 2000;
/// No row is shorter: it has an address, a number, a model, a person and a state.
constexpr std::size_t shortest_row = 40;

std::string row_of(const Templates& templates, const PhoneInText& phone) {
  const Record& record = phone.record;
  std::vector<std::string> numbers;
  for (const Line& line : record.wanted.lines) numbers.push_back(line.user);
  Values values;
  values.show_if("MAC", record.wanted.mac ? record.wanted.mac->colons() : "");
  if (!record.wanted.mac) values.show("NO_MAC");
  values.set("NUMBERS", joined(numbers, ", "));
  values.set("MODEL", _(record.wanted.model->label));
  values.set("NAME", without_marks(record.person.name));
  values.set("LOGIN", record.wanted.login);
  values.set("ROOM", without_marks(record.person.room));
  values.set("HOSTNAME", record.wanted.hostname);
  values.show(record.is_live() ? "LIVE" : "RETIRED");
  for (const std::string& note : phone.notes) {
    for (const std::string& line : split(note, '\n')) {
      if (!line.empty()) values.add("NOTE").set("TEXT", line);
    }
  }
  return templates.fill("tickets/batch.row.tpl", values);
}

/// Adds rows to parts of a text, as long as there is room.
class Rows {
 public:
  Rows(const BatchTexts& texts, const PhonesInText& phones)
      : texts_(texts), phones_(phones), left_(phones.count) {
    room_ = texts.longest > room_around_rows ? texts.longest - room_around_rows : 0;
  }

  /// Adds a section with the rows of all phones, or of new or changed ones; none without a phone.
  void add(Values& values, const char* section, bool are_new) {
    std::optional<Values> part;
    for (const PhoneInText& phone : phones_.phones) {
      if (phone.notes.empty() != are_new) continue;
      if (!part) part.emplace(values.add(section));
      add_row(*part, phone);
    }
  }

  void add_all(Values& values) {
    for (const PhoneInText& phone : phones_.phones) add_row(values, phone);
  }

  /// Adds how many were left out, and where all are.
  void finish(Values& values, const TicketBatch& batch) const {
    if (left_ > 0) values.add("MORE").set("COUNT", left_);
    if (texts_.search_address.empty()) return;
    values.add("SEARCH").set("ADDRESS", texts_.search_address + batch.ref);
  }

 private:
  void add_row(Values& values, const PhoneInText& phone) {
    if (is_full_) return;
    const std::string row = row_of(texts_.templates, phone);
    if (row.size() > room_) {
      is_full_ = true;
      return;
    }
    room_ -= row.size();
    --left_;
    values.add("ROW").set("TEXT", row);
  }

  const BatchTexts& texts_;
  const PhonesInText& phones_;
  std::int64_t left_;
  std::size_t room_ = 0;
  bool is_full_ = false;
};

Values values_of(const TicketBatch& batch) {
  Values values;
  values.set("REF", batch.ref);
  values.set("ACTOR", without_marks(batch.actor));
  Values origin = values.add(upper(name(batch.origin)));
  origin.show_if("TITLE", without_marks(_(batch.title)));
  if (batch.title.empty()) origin.show("NO_TITLE");
  return values;
}

}  // namespace

int BatchTexts::most_phones() const { return static_cast<int>(longest / shortest_row); }

NewTicket BatchTexts::ticket_for(const TicketBatch& batch, const PhonesInText& phones,
                                 const std::string& requestor) const {
  const LanguageInUse of_tickets(site_language());
  Values values = values_of(batch);
  Rows rows(*this, phones);
  rows.add_all(values);
  rows.finish(values, batch);
  return {.reference = batch.ref,
          .subject = std::string(trim(templates.fill("tickets/batch.subject.tpl", values))),
          .requestor = requestor,
          .text = templates.fill("tickets/batch.text.tpl", values)};
}

std::string BatchTexts::changes(const TicketBatch& batch, const PhonesInText& phones) const {
  const LanguageInUse of_tickets(site_language());
  Values values = values_of(batch);
  Rows rows(*this, phones);
  rows.add(values, "NEW", true);
  rows.add(values, "CHANGED", false);
  rows.finish(values, batch);
  return templates.fill("tickets/batch.change.text.tpl", values);
}

}  // namespace spaconf
