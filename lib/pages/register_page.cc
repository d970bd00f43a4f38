// POST /submit/register: registers the phone that the form describes.
#include "pages/register_page.h"

#include "pages/form_guard.h"
#include "pages/register_form.h"
#include "registration/find_person.h"
#include "registration/register.h"

namespace spaconf {
namespace {

class SentRegistration : public SentForm {
 public:
  SentRegistration(Site& site, const web::Request& request) : site_(site), request_(request) {}

  std::string purpose(const Fields&) const override { return std::string(register_action); }

  web::Response carry_out(const Fields& sent) override {
    person_ = person_in(sent, {*site_.services.directory, site_.services.store});
    RegistrationRequest order{.actor = request_.user,
                              .key_owner = request_.user,
                              .key = sent.text("key"),
                              .fingerprint = fingerprint(sent),
                              .wanted = read_form(sent, site_.services.form_rules()),
                              .person = *person_,
                              .takes_over = sent.text("take_over") == "yes"};
    require_may_set(site_, request_, nullptr, order.wanted);
    // The directory's spelling replaces the typed one.
    order.wanted.login = person_->login;
    require_name(order.person, order.wanted);
    const Registered made = register_phone(site_.services.store, site_.services.exchange,
                                           site_.services.publisher, order);
    return web::see_other(site_.base_path + "/phones/" + made.ref);
  }

  web::Response show(const Draft& draft) override {
    const bool is_known = person_ && !draft.is_alone;
    if (!is_known) return show_register_form(site_, request_, nullptr, {}, draft);
    const auto phones = site_.services.store.known_people.find(*person_, "", "").phones;
    return show_register_form(site_, request_, &*person_, phones, draft);
  }

 private:
  Site& site_;
  const web::Request& request_;
  std::optional<Person> person_;
};

}  // namespace

std::unique_ptr<SentForm> sent_registration(Site& site, const web::Request& request) {
  return std::make_unique<SentRegistration>(site, request);
}

}  // namespace spaconf
