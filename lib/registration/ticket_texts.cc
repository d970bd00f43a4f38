// Fills the ticket templates. Brackets in people's names are replaced, so that they cannot forge
// the mark by which tickets are found.
#include "registration/ticket_texts.h"

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {

NewTicket ticket_for(const Templates& templates, const Record& record) {
  const LanguageInUse of_tickets(site_language());
  const Registration& wanted = record.wanted;
  Values values;
  values.set("REF", record.ref);
  values.set("MODEL", _(wanted.model->label));
  values.set("LOGIN", wanted.login);
  values.set("NAME", without_marks(record.person.name));
  values.set("ACTOR", record.actor);
  values.show_if("MAC", wanted.mac ? wanted.mac->colons() : "");
  values.show_if("HOSTNAME", wanted.hostname);
  values.show_if("SERIAL", wanted.serial);
  values.show_if("INVENTORY", wanted.inventory);
  values.show_if("ROOM", without_marks(record.person.room));
  values.show_if("DEPARTMENT", without_marks(record.person.department));
  values.show_if("TELEPHONE", without_marks(record.person.telephone));
  values.show_if("MAIL", record.person.mail);
  for (const Line& line : wanted.lines) values.add("LINE").set("USER", line.user);
  return {.reference = record.ref,
          .subject = std::string(trim(templates.fill("tickets/subject.tpl", values))),
          .requestor = record.person.mail,
          .text = templates.fill("tickets/text.tpl", values)};
}

std::string text_for_former_person(const Templates& templates, const Record& record,
                                   const Revision& former) {
  const LanguageInUse of_tickets(site_language());
  Values values;
  values.set("REF", record.ref);
  values.set("NAME", without_marks(former.person.name));
  values.set("MODEL", _(former.wanted.model->label));
  values.show_if("MAC", former.wanted.mac ? former.wanted.mac->colons() : "");
  values.show_if("HOSTNAME", former.wanted.hostname);
  return templates.fill("tickets/moved.text.tpl", values);
}

}  // namespace spaconf
