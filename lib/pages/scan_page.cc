// GET /scan/REF and POST /submit/box: registers boxes as they are scanned.
// Each code is sent as it is scanned, with those before it, so that the server alone tells codes
// apart and a browser without JavaScript needs nothing else.
#include "pages/scan_page.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"
#include "pages/phone_page.h"
#include "pages/scan_view.h"
#include "phone/carton.h"
#include "registration/find_person.h"
#include "registration/form.h"
#include "registration/register.h"
#include "registration/registration_from_form.h"
#include "registration/rollout.h"
#include "web/fields.h"

namespace spaconf {
namespace {

/// The codes so far and the one that was just scanned, of one box.
class SentBox : public SentForm {
 public:
  SentBox(Site& site, const web::Request& request) : site_(site), request_(request) {}

  std::string purpose(const Fields& sent) const override {
    return box_action(sent.text("rollout"));
  }

  web::Response carry_out(const Fields& sent) override {
    list_ = list_of(site_.services.store, rollout_named(site_, sent.text("rollout")));
    box_ = {.login = sent.text("login"), .codes = sent.texts("code"), .key = sent.text("key")};
    if (box_.login.empty()) read_login();
    const Carton carton = read_codes();
    if (carton.mac) {
      if (const auto there = registration_of(*carton.mac)) return already_registered(*there);
    } else if (is_of_box_before(carton.serial, sent.text("dismissed"))) {
      box_.codes.clear();
      box_.dismissed = sent.text("dismissed");
      return show_scan(
          site_, request_, *list_, box_,
          {.sentence = _("That is the serial number of a box that is done. Scan the next "
                         "box.")});
    }
    if (!carton.is_whole) {
      return show_scan(site_, request_, *list_, box_, {.sentence = in_words(carton)});
    }
    require_no_phone_yet();
    const Model* model = carton.model ? carton.model : list_->rollout.model;
    if (!model) reject(_("Scan the carton's model code, too, such as SPA942."));
    return registered(carton, *model);
  }

  web::Response show(const Draft& draft) override {
    ScanReply reply{.sentence = {}, .ref = draft.existing_ref, .status = draft.status};
    for (const Problem& problem : draft.problems) {
      reply.sentence += (reply.sentence.empty() ? "" : " ") + problem.sentence;
    }
    if (!draft.is_alone && list_) {
      return show_scan(site_, request_, *list_, box_, reply);
    }
    const Box box{.login = draft.typed.text("login"),
                  .codes = draft.typed.texts("code"),
                  .key = draft.typed.text("key")};
    return show_scan_alone(site_, request_, draft.typed.text("rollout"), box, reply);
  }

 private:
  [[noreturn]] static void reject(const std::string& why) { throw Rejected({{"code", why}}); }

  bool has_known_oui(const Mac& mac) const { return site_.services.profiles.has_known_oui(mac); }

  /// Without a list of people the first code is a login.
  void read_login() {
    const std::string typed = box_.codes.empty() ? "" : plain_blanks(trim_controls(box_.codes[0]));
    box_.codes.clear();
    const auto mac = Mac::parse(typed);
    if (mac && has_known_oui(*mac))
      reject(_("This is a MAC address. Type the person's login first."));
    if (has_controls(typed)) reject(_(unreadable_login));
    box_.login = known_person({*site_.services.directory, site_.services.store}, typed).login;
  }

  /// The code that is wrong is not kept, so that it can be scanned again.
  Carton read_codes() try {
    return read_carton(box_.codes, [this](const Mac& mac) { return has_known_oui(mac); });
  } catch (const Rejected&) {
    if (!box_.codes.empty()) box_.codes.pop_back();
    throw;
  }

  std::optional<SealedRecord> registration_of(const Mac& mac) {
    Registrations& registrations = site_.services.store.registrations;
    const std::string ref = registrations.ref_of_mac(mac);
    return ref.empty() ? std::nullopt : registrations.find(ref);
  }

  /// Scanning a box of this roll-out twice is harmless.
  web::Response already_registered(const Record& there) {
    box_.codes.clear();
    const std::string phone = phone_in_words(there);
    const bool is_ours = std::ranges::count(list_->phones, there.ref, &Record::ref) > 0;
    const Box next{.login = is_ours ? "" : box_.login, .dismissed = there.ref};
    return show_scan(
        site_, request_, *list_, next,
        {.sentence = sentence(is_ours ? _("This box is done already: {phone}.")
                                      : _("This phone is already registered: {phone}. Scan another "
                                          "box."),
                              {{"phone", phone}}),
         .ref = there.ref,
         .status = is_ours ? 200 : 409});
  }

  /// Its address comes first as a rule, and the box is dismissed by it, but its serial number is
  /// scanned all the same. `dismissed` may be empty.
  bool is_of_box_before(const std::string& serial, const std::string& dismissed) {
    if (serial.empty()) return false;
    const auto before =
        dismissed.empty() ? std::nullopt : site_.services.store.registrations.find(dismissed);
    if (before && (before->wanted.serial.empty() || before->wanted.serial == serial)) return true;
    return std::ranges::any_of(list_->phones, [&](const Record& each) {
      return each.is_live() && each.wanted.serial == serial;
    });
  }

  /// Another page of the same list may have given this person a phone since this one was shown.
  void require_no_phone_yet() {
    if (!list_->person(box_.login)) return;
    const auto there = std::ranges::find_if(list_->phones, [&](const Record& each) {
      return each.is_live() && each.wanted.login == box_.login;
    });
    if (there == list_->phones.end()) return;
    // The next person gets this box.
    box_.login.clear();
    box_.key.clear();
    throw Conflict({"code", sentence(_("In the meantime this person got this phone: {phone}. Press "
                                       "Enter to give this box to the next one."),
                                     {{"phone", phone_in_words(*there)}})},
                   there->ref);
  }

  static std::string in_words(const Carton& carton) {
    if (carton.mac) return sentence(_("MAC address {mac}."), {{"mac", carton.mac->colons()}});
    if (!carton.serial.empty()) {
      return sentence(_("Serial number {serial}."), {{"serial", carton.serial}});
    }
    return carton.model ? std::string(carton.model->label) + "." : "";
  }

  web::Response registered(const Carton& carton, const Model& model) {
    Fields form;
    form.add("login", box_.login);
    form.add("model", std::string(model.name));
    form.add("mac", carton.mac->plain());
    form.add("serial", carton.serial);
    Services& services = site_.services;
    RegistrationRequest order{.actor = request_.user,
                              .key_owner = request_.user,
                              .key = box_.key,
                              .fingerprint = fingerprint(form),
                              .wanted = {},
                              .person = {},
                              .rollout = list_->rollout.id,
                              .ticket_batch = {}};
    try {
      add_phone_of_form(order, form, services, {*services.directory, services.store});
      order.ticket_batch = ticket_batch_of(services.store, list_->rollout);
      const Registered made =
          register_phone(services.store, services.exchange, services.publisher, order);
      return web::see_other(site_.base_path + "/scan/" + list_->rollout.ref + "?done=" + made.ref);
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception&) {
      box_.codes.clear();  // this box is scanned anew, or another one
      throw;
    }
  }

  Site& site_;
  const web::Request& request_;
  std::optional<RolloutList> list_;
  Box box_;
};

}  // namespace

web::Response scan_page(Site& site, const web::Request& request) {
  const RolloutList list = list_of(site.services.store, rollout_in_path(site, request));
  const Fields query = web::query_fields(request);
  ScanReply reply;
  if (const std::string ref = query.text("done"); !ref.empty()) {
    if (const auto record = site.services.store.registrations.find(ref)) {
      reply = {
          .sentence = sentence(_("Registered: {phone}."), {{"phone", phone_in_words(*record)}}),
          .ref = record->ref,
          .is_done = true};
    }
  }
  Box box;
  if (const RolloutPerson* person = list.person(query.text("for"))) box.login = person->login;
  return show_scan(site, request, list, box, reply);
}

std::unique_ptr<SentForm> sent_box(Site& site, const web::Request& request) {
  return std::make_unique<SentBox>(site, request);
}

}  // namespace spaconf
