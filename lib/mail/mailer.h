// Sends mails in the way that [mail] names.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "base/config.h"
#include "mail/message.h"

namespace spaconf {

/// This mail cannot be delivered; a retry is useless.
class MailRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A way to send mails.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Throws MailRefused, and Unavailable("mail server", …): the mail may have been sent or not.
  virtual void send(const Message& message) = 0;
  /// Says where mails go. Throws Unavailable when that does not work. Sends nothing.
  virtual std::string check() = 0;
};

/// By the program of `sendmail` or the server of `smtp`; null when [mail] has neither. Throws
/// Misconfigured.
std::unique_ptr<Mailer> make_mailer(const Section& mail);

}  // namespace spaconf
