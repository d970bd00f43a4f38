// What happens when. Source: Linksys SPA Provisioning Guide 3.01, pages 42-43 and 64-65.
#include "phone.h"

#include <poll.h>

#include <algorithm>

#include "delay.h"

namespace virtual_phone {
// Another phone draws other random delays, the same phone always the same ones.
Phone::Phone(const Identity& identity, Flash& flash, Clock& clock, const Tell& tell)
    : identity_(identity),
      flash_(flash),
      clock_(clock),
      tell_(tell),
      provisioning_(identity, flash, clock, tell),
      random_(static_cast<unsigned>(std::hash<std::string>()(identity.mac))) {}

void Phone::power_up() { restart(true, "power"); }

/// A reboot that a profile caused does not resync: that waits for the periodic timer. (Said of the
/// SPA232D, whose other provisioning parameters read word for word like our phones'.)
void Phone::restart(bool resyncs, const std::string& why) {
  lines_.clear();
  lines_wait_ = true;
  if (resyncs) resync_due_ = never;
  tell_("boot", {{"model", std::string(identity_.model->pn)},
                 {"firmware", identity_.firmware},
                 {"mac", identity_.mac},
                 {"why", why}});
  if (resyncs && flash_.is_yes("Provision_Enable") && flash_.is_yes("Resync_On_Reset")) {
    // The unit is 20 seconds; an older guide says one. The longer one hurts more.
    const double most = 20 * flash_.number("Resync_Random_Delay", 0);
    resync_due_ = clock_.now() + std::uniform_real_distribution<>(0, most)(random_);
    next_reason_ = Reason::power_up;
  } else {
    start_lines();
  }
}

void Phone::start_lines() {
  lines_wait_ = false;
  const std::string agent =
      "Linksys/" + std::string(identity_.model->pn) + "-" + identity_.firmware;
  for (int n = 1; n <= identity_.model->lines; ++n) {
    auto line = std::make_unique<Line>(n, flash_, clock_, tell_, agent);
    if (line->wants_registration()) lines_.push_back(std::move(line));
  }
}

void Phone::resync(Reason reason, const std::string& rule) {
  if (!flash_.is_yes("Provision_Enable")) {
    tell_("resync off", {{"why", "Provision_Enable is No"}});
    resync_due_ = never;
    return;
  }
  const Provisioning::Outcome outcome = provisioning_.resync(reason, rule);
  last_resync_ok_ = outcome.ok;
  schedule(outcome.ok);
  if (outcome.changed) {
    ++reboots_;
    restart(false, "settings changed");
  } else if (lines_wait_) {
    start_lines();
  }
}

/// The periodic timer after a success, the error timer after a failure.
void Phone::schedule(bool ok) {
  failures_ = ok ? 0 : failures_ + 1;
  next_reason_ = ok ? Reason::periodic : Reason::retry;
  const auto wait = delay(flash_[ok ? "Resync_Periodic" : "Resync_Error_Retry_Delay"],
                          ok ? 1 : failures_, random_);
  resync_due_ = wait ? clock_.now() + *wait : never;
  tell_(ok ? "resynced" : "resync failed", {{"next", resync_due_}});
}

double Phone::next() const {
  double soonest = resync_due_;
  for (const auto& line : lines_) soonest = std::min(soonest, line->due());
  return soonest;
}

void Phone::live(double seconds) {
  const double end = clock_.now() + seconds;
  while (true) {
    listen();
    if (next() > end && clock_.now() >= end) return;
    wait(std::min(next(), end));
    if (clock_.now() >= resync_due_) resync(next_reason_);
    for (const auto& line : lines_)
      if (clock_.now() >= line->due()) line->enroll();
  }
}

/// Waits until then, or until a message arrives; a leaping clock only checks.
void Phone::wait(double until) {
  std::vector<pollfd> sockets;
  for (const auto& line : lines_)
    if (line->fd() >= 0) sockets.push_back({line->fd(), POLLIN, 0});
  const double left = clock_.is_real() ? std::clamp(until - clock_.now(), 0.0, 3600.0) : 0;
  if (poll(sockets.data(), sockets.size(), static_cast<int>(left * 1000)) == 0) clock_.leap(until);
}

void Phone::listen() {
  Wish wish = Wish::none;
  for (const auto& line : lines_)
    if (const Wish heard = line->hear(); heard != Wish::none) wish = heard;
  act(wish);
}

void Phone::act(Wish wish) {
  if (wish == Wish::resync) resync(Reason::asked);
  if (wish == Wish::reboot) restart(true, "NOTIFY reboot_now");
  if (wish == Wish::restart) restart(true, "NOTIFY restart_now");
  if (wish == Wish::report) tell_("no report", {{"why", "this phone does not send any"}});
}

void Phone::resync_now(const std::string& rule) { resync(Reason::asked, rule); }

void Phone::leave() {
  for (const auto& line : lines_) line->leave();
}

bool Phone::sum_up() const {
  int registered = 0, failed = 0;
  for (const auto& line : lines_) {
    const char* state = line->is_registered() ? "registered" : line->has_left() ? "left" : "failed";
    registered += line->is_registered();
    failed += !line->is_registered() && !line->has_left();
    tell_("line", {{"line", line->n()}, {"user", line->user()}, {"state", state}});
  }
  tell_("end", {{"registered", registered},
                {"requests", provisioning_.requests()},
                {"reboots", reboots_},
                {"last_resync", last_resync_ok_ ? "ok" : "failed"},
                {"next_resync", resync_due_}});
  return last_resync_ok_ && failed == 0;
}

}  // namespace virtual_phone
