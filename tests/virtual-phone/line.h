// One extension of the phone: registers at its proxy and answers what comes in.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "account.h"
#include "clock.h"
#include "flash.h"
#include "notify.h"
#include "sip_message.h"
#include "tell.h"
#include "udp.h"

namespace virtual_phone {

class Line {
 public:
  /// Extension n with the settings the phone has now. `user_agent` is what a setting of $VERSION
  /// becomes: "Linksys/SPA942-6.1.5(a)".
  Line(int n, const Flash& flash, const Clock& clock, const Tell& tell, std::string user_agent);

  /// Whether the settings want it registered; says so when something needed is missing.
  bool wants_registration() const;

  /// When it next has to register, in the clock's seconds.
  double due() const { return due_; }

  /// One REGISTER with all that belongs to it: retransmissions, the challenge, a longer expiry.
  void enroll() { enroll(requested_expires()); }

  /// Gives up its registration, when it has one.
  void leave();

  bool is_registered() const { return registered_; }

  /// Whether it gave its registration up when it was asked to.
  bool has_left() const { return left_; }
  int n() const { return n_; }
  const std::string& user() const { return account_.user; }

  /// Negative while the line has no socket.
  int fd() const { return udp_ ? udp_->fd() : -1; }

  /// Answers a request that has come in, waiting for none.
  Wish hear();

 private:
  int requested_expires() const;
  void enroll(int expires);
  bool open(std::string& why);
  SipMessage request(int expires) const;
  void settle(const std::optional<SipMessage>& response, int expires);
  void fail(const std::string& why, bool soon);
  Wish respond(const SipMessage& request, const sockaddr_in& from);
  std::string own() const;
  std::string named(const char* parameter) const;
  std::string display_name() const;

  const int n_;
  const Flash& flash_;
  const Clock& clock_;
  const Tell& tell_;
  const std::string user_agent_;
  const Account account_;
  Notify notify_;
  std::unique_ptr<Udp> udp_;
  sockaddr_in proxy_{};
  const std::string call_id_, tag_;
  int sequence_ = 0;
  double due_ = 0;
  bool registered_ = false, left_ = false;
  std::vector<Wish> heard_;
};

}  // namespace virtual_phone
