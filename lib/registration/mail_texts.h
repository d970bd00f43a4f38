// The mail that tells a person that their registration is complete, filled in from templates/mail.
#pragma once

#include <string>
#include <string_view>

#include "base/template.h"
#include "mail/message.h"
#include "store/registration.h"

namespace spaconf {

/// The language of the templates to use: the one that `wanted` prefers of those for which there are
/// templates, the site's when there is none. `wanted` is as accepted_languages() reads it.
std::string language_of_mail(const Templates& templates, std::string_view wanted);

/// Who sends mails, and whom to ask.
struct MailSender {
  std::string from;     ///< A mail address
  std::string contact;  ///< For people: "the telephone service, extension 1234"
};

/// The mail about a registration. Its id is the same for each generation of the registration.
Message message_about(const Templates& templates, const Record& record, int generation,
                      std::string_view language, const MailSender& sender);

}  // namespace spaconf
