// Registers many phones for a client, by the same steps as one.
#include "api/batch_call.h"

#include <optional>
#include <utility>

#include "api/batch_body.h"
#include "api/batch_conflicts.h"
#include "api/batch_verdicts.h"
#include "api/body.h"
#include "api/dry_run.h"
#include "api/json_response.h"
#include "base/crypto.h"
#include "base/text.h"
#include "registration/registration_from_form.h"

namespace spaconf::api {
namespace {

/// The status of a row that a dry run would register.
constexpr int would_be_registered = 200;

/// One batch that a client asks for.
class BatchCall {
 public:
  BatchCall(const Call& call, BatchBody body)
      : call_(call),
        services_(call.api.services),
        body_(std::move(body)),
        key_(call.idempotency_key()),
        claim_{.actor = call.key_owner(),
               .key = key_.empty() ? random_key() : key_,
               .fingerprint = body_.fingerprint,
               .ref = {},
               .mac = {}} {}

  web::Response answer(bool is_dry) {
    if (was_carried_out(services_.store, claim_)) return repeated();
    read_phones();
    for (const auto& [place, phone] : conflicts_within(all_good())) refuse(place, phone);
    // With a row that is refused already the others are tried, too, so that all problems are found.
    const bool is_tried = is_dry || (is_any_refused() && !body_.is_partial);
    for (;;) {
      const auto places = good_places();
      if (!is_tried && !places.empty()) add_ticket_batch();
      BatchRegistration batch(services_, phones_at(places));
      if (is_tried) {
        batch.preview();
      } else if (register_all(batch, places)) {
        return answer_with(verdicts());
      } else if (batch.refused().empty()) {
        return repeated();
      }
      for (const auto& [at, phone] : batch.refused()) refuse(places[at], phone);
      if (is_any_refused() && !body_.is_partial) return refused_batch(call_, verdicts());
      if (is_tried) return answer_with(verdicts());
    }
  }

 private:
  void read_phones() {
    std::vector<std::string> logins;
    for (const BatchRow& row : body_.rows) {
      logins.push_back(plain_blanks(row.sent.form.text("login")));
    }
    const People people(*services_.directory, services_.store, std::move(logins));
    for (std::size_t place = 0; place < body_.rows.size(); ++place) read_phone(place, people);
  }

  void read_phone(std::size_t place, const People& people) {
    const BatchRow& row = body_.rows[place];
    RegistrationRequest& order = phones_.emplace_back();
    if (row.verdict.is_refused()) return;
    order.actor = row.sent.actor(call_);
    order.of_batch = true;
    try {
      add_phone_of_form(order, row.sent.form, services_, people);
      if (order.takes_over) call_.require(Scope::change);
    } catch (const Rejected& rejected) {
      refuse(place, {rejected.problems()});
    } catch (const Conflict& conflict) {
      refuse(place, {{conflict.problem()}, true, conflict.ref()});
    }
  }

  void add_ticket_batch() {
    if (body_.has_ticket_per_phone) return;
    const std::string ref = services_.store.ticket_batches.ref_of(
        {.origin = BatchOrigin::api,
         .actor = SentForm{{}, body_.on_behalf_of}.actor(call_),
         .login = body_.on_behalf_of,
         .request_key = sha256_hex("batch " + claim_.key)});
    for (RegistrationRequest& order : phones_) order.ticket_batch = ref;
  }

  void refuse(std::size_t place, const RefusedPhone& phone) {
    body_.rows[place].verdict = refusal(place, phone);
  }

  bool is_any_refused() const { return good_places().size() < body_.rows.size(); }

  std::vector<std::size_t> good_places() const {
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < body_.rows.size(); ++place) {
      if (!body_.rows[place].verdict.is_refused()) places.push_back(place);
    }
    return places;
  }

  std::vector<const RegistrationRequest*> phones_at(const std::vector<std::size_t>& places) const {
    std::vector<const RegistrationRequest*> phones;
    for (std::size_t place : places) phones.push_back(&phones_[place]);
    return phones;
  }

  /// All of them, nullptr for those that are refused.
  std::vector<const RegistrationRequest*> all_good() const {
    std::vector<const RegistrationRequest*> phones(phones_.size());
    for (std::size_t place : good_places()) phones[place] = &phones_[place];
    return phones;
  }

  /// The answer is stored with the phones, so the references are needed before.
  bool register_all(BatchRegistration& batch, const std::vector<std::size_t>& places) {
    const auto refs = batch.refs();
    for (std::size_t at = 0; at < places.size(); ++at) {
      body_.rows[places[at]].verdict.ref = refs[at];
    }
    claim_.batch = stored(verdicts());
    return batch.carry_out(claim_);
  }

  Verdicts verdicts() const {
    Verdicts all;
    for (const BatchRow& row : body_.rows) all.push_back(row.verdict);
    return all;
  }

  web::Response answer_with(const Verdicts& verdicts) const {
    return json_response({{"registrations", verdicts_json(call_, verdicts, would_be_registered)}});
  }

  web::Response repeated() const {
    web::Response response = answer_with(verdicts_in(claim_.batch));
    response.headers.emplace_back("Idempotency-Replayed", "true");
    return response;
  }

  const Call& call_;
  Services& services_;
  BatchBody body_;
  std::string key_;
  RequestKey claim_;
  std::vector<RegistrationRequest> phones_;
};

}  // namespace

web::Response batch_call(const Call& call) {
  const bool is_dry = is_dry_run(call.request);
  call.api.services.require_databases();
  return BatchCall(call, batch_in(sent_json(call.request))).answer(is_dry);
}

}  // namespace spaconf::api
