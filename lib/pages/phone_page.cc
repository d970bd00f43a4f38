// GET /phones/REF: shows one phone.
#include "pages/phone_page.h"

#include "base/text.h"
#include "base/translation.h"
#include "pages/change_page.h"
#include "pages/contacts_part.h"
#include "pages/permissions_part.h"
#include "pages/status_view.h"
#include "pages/time_element.h"
#include "registration/account_conflicts.h"

namespace spaconf {
namespace {

void fill_profile(Values& values, const Profiles& profiles, const TftpFolder& folder,
                  const Record& record) {
  values.set("PROFILE_STATE", name(record.profile));
  if (!record.wanted.mac) {
    values.show("NO_PROFILE");
    return;
  }
  if (record.profile == ProfileState::none) {
    values.show("PROFILE_GONE");
    return;
  }
  std::string file = profiles.file_name(*record.wanted.mac);
  const bool is_there = record.profile == ProfileState::done;
  const bool is_adopted = record.profile == ProfileState::adopted;
  Values profile = values.add(is_there           ? "PROFILE"
                              : is_adopted       ? "PROFILE_ADOPTED"
                              : record.is_live() ? "PROFILE_PENDING"
                                                 : "PROFILE_LEAVES");
  profile.set("FILE", folder.path_below_root(file));
  profile.set("SERVER", folder.server());
  profile.set("REASON", reason_in_words(record.profile_reason));
  if (!profiles.has_known_oui(*record.wanted.mac)) values.show("UNUSUAL_MAC");
}

/// Settings that were adopted although the parameter table does not have them so.
void fill_unchecked(Values& values, const Registration& phone) {
  std::vector<std::string> names;
  for (const Setting& each : phone.settings) {
    if (each.is_unchecked) names.push_back(each.name);
  }
  values.show_if("UNCHECKED", joined(names, ", "));
}

/// The machines whose TFTP folders do not have it yet.
void fill_nodes_behind(Values& values, ProfileNodes& nodes, const Record& record) {
  for (const NodeBehind& each : nodes.behind(record.wanted.mac)) {
    Values item = values.add("NODE_BEHIND");
    item.set("NODE", each.node);
    item.show(record.is_live() ? "HAS_FORMER" : "HAS_RETIRED");
    item.show_if("REASON", each.reason);
  }
}

void fill_ticket(Values& values, const Site& site, const Record& record) {
  values.set("TICKET_STATE", name(record.ticket));
  if (record.ticket == TicketState::done) {
    Values ticket = values.add("TICKET");
    ticket.set("NUMBER", record.ticket_number);
    ticket.set("STATUS", record.ticket_status);
    ticket.set("URL", site.ticket_address(record.ticket_number));
  } else if (record.ticket == TicketState::parked) {
    values.show("TICKET_PARKED");
  } else if (record.ticket == TicketState::none) {
    values.show(record.is_live() ? "TICKET_NOT_ASKED_FOR" : "TICKET_NOT_NEEDED");
  } else {
    values.show("TICKET_PENDING");
  }
  if (record.ticket != TicketState::none) values.show_if("TICKET_BATCH", record.ticket_batch);
  if (record.person.mail.empty() && record.ticket_batch.empty()) values.show("NO_REQUESTOR");
}

void fill_mail(Values& values, const std::optional<MailProgress>& mail) {
  if (!mail) return;
  if (mail->is_parked) {
    values.add("MAIL_PARKED").set("REASON", _(mail->reason));
  } else if (mail->waits) {
    values.add("MAIL_WAITS").show_if("REASON", mail->reason);
  } else {
    Values sent = values.add("MAIL_SENT");
    sent.set("ADDRESS", mail->address);
    set_time(sent, "SENT", mail->sent);
  }
}

void fill_account_state(Values& row, const Line& line) {
  row.set("ACCOUNT_STATE", name(line.account_state));
  if (line.account_state == AccountState::current) return;
  Values waits = row.add("ACCOUNT_WAITS");
  if (line.account_state != AccountState::foreign) waits.show("AUTOMATIC");
  waits.show_if("REASON", reason_in_words(line.account_reason));
}

/// Returns the contacts of all its accounts; empty when the exchange does not answer.
std::optional<std::vector<Contact>> fill_lines(Values& values, Exchange& exchange, Lines& lines,
                                               const Record& record) {
  auto all = std::make_optional<std::vector<Contact>>();
  if (record.wanted.lines.empty()) values.show("NO_LINES");
  for (const Line& line : record.wanted.lines) {
    Values row = values.add("LINE");
    row.set("N", line.position);
    row.set("USER", line.user);
    row.set("DOMAIN", exchange.domain());
    row.set("DISPLAY", line.display);
    if (line.permissions)
      row.show_if("MAY_CALL", permissions_in_words(exchange, *line.permissions));
    fill_account_state(row, line);
    if (!all) continue;
    std::vector<Contact> contacts;
    if (!exchange.ask([&] { contacts = exchange.online(line.user); })) {
      all.reset();
      continue;
    }
    std::vector<const Model*> registered;
    if (!contacts.empty()) registered = lines.models_with(line.user, exchange.domain());
    fill_contacts(row, contacts, registered, *record.wanted.model);
    all->insert(all->end(), contacts.begin(), contacts.end());
  }
  return all;
}

}  // namespace

std::string name_of(const Record& record) {
  return record.person.name.empty() ? record.wanted.login : record.person.name;
}

std::string state_of(const Record& record) {
  if (!record.is_live()) {
    return record.state == RegistrationState::retired ? N_("retired") : N_("retiring");
  }
  if (record.waiting_line()) return N_("account pending");
  if (record.profile == ProfileState::pending) return N_("profile pending");
  if (record.profile == ProfileState::adopted) return N_("adopted");
  if (record.ticket == TicketState::parked) return N_("ticket parked");
  const bool needs_ticket =
      record.ticket == TicketState::pending || record.ticket == TicketState::unknown;
  return needs_ticket ? N_("ticket pending") : N_("registered");
}

void set_state(Values& row, const Record& record) {
  const std::string state = state_of(record);
  row.set("STATE", state);
  row.set("STATE_LABEL", _(state));
}

web::Response phone_page(Site& site, const web::Request& request) {
  Services& services = site.services;
  const Record found = phone_in_path(site, request);
  const Record* record = &found;
  const Registration& phone = record->wanted;

  Page page(site, "pages/phone.tpl",
            sentence(_("{model} of {person}"),
                     {{"model", _(phone.model->label)}, {"person", record->person.name}}));
  page.is_for(request);
  Values& values = page.values();
  values.set("REF", record->ref);
  values.set("MODEL", _(phone.model->label));
  values.set("LOGIN", phone.login);
  values.set("NAME", record->person.name);
  values.show_if("MAC", phone.mac ? phone.mac->colons() : "");
  values.show_if("SERIAL", phone.serial);
  const std::string warning = serial_warning(phone.serial);
  if (!warning.empty()) values.add("SERIAL_WARNING").set("SENTENCE", warning);
  values.show_if("HOSTNAME", phone.hostname);
  values.show_if("INVENTORY", phone.inventory);
  values.show_if("ROOM", record->person.room);
  set_time(values, "CREATED", record->created);
  values.set("ACTOR", record->actor);
  fill_profile(values, services.profiles, services.tftp_folder, *record);
  fill_unchecked(values, phone);
  fill_nodes_behind(values, services.store.profile_nodes, *record);
  fill_ticket(values, site, *record);
  fill_mail(values, services.store.mails.progress(record->id));
  fill_status(values, site, request, *record,
              fill_lines(values, services.exchange, services.store.lines, *record));
  return page.response();
}

}  // namespace spaconf
