// Chooses the language and fills the templates of mails. They have no password.
#include "registration/mail_texts.h"

#include "base/accepted_languages.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

std::string file(std::string_view part, std::string_view language) {
  return "mail/" + std::string(part) + "." + std::string(language) + ".tpl";
}

}  // namespace

std::string language_of_mail(const Templates& templates, std::string_view wanted) {
  for (const std::string& language : accepted_languages(wanted)) {
    if (language == any_language) break;
    if (templates.has(file("subject", language)) && templates.has(file("text", language))) {
      return language;
    }
  }
  return std::string(site_language().code);
}

Message message_about(const Templates& templates, const Record& record, int generation,
                      std::string_view language, const MailSender& sender) {
  const Language* known = find_language(language);
  const LanguageInUse of_mail(known ? *known : english);
  const Registration& phone = record.wanted;
  Values values;
  values.set("REF", record.ref);
  values.set("NAME", record.person.name);
  values.set("MODEL", _(phone.model->label));
  values.show_if("MAC", phone.mac ? phone.mac->colons() : "");
  values.show(phone.model->is_hardware() ? "HARDWARE" : "SOFTWARE");
  for (const Line& line : phone.lines) values.add("LINE").set("USER", line.user);
  values.set("CONTACT", sender.contact);
  const std::string domain = sender.from.substr(sender.from.find('@') + 1);
  return {.id = record.ref + "." + std::to_string(generation) + ".registered@" + domain,
          .from = sender.from,
          .to = record.person.mail,
          .subject = std::string(trim(templates.fill(file("subject", language), values))),
          .text = templates.fill(file("text", language), values)};
}

}  // namespace spaconf
