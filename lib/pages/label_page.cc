// GET /phones/REF/label and /scan/REF/labels: labels with number, person, room and MAC address.
#include "pages/label_page.h"

#include "base/code128.h"
#include "base/translation.h"
#include "pages/change_page.h"
#include "pages/phone_page.h"
#include "pages/scan_view.h"
#include "web/fields.h"

namespace spaconf {
namespace {

/// On each side of a bar code. Source: ISO/IEC 15417, section 4.4.
constexpr int quiet_zone = 10;

void fill_bar_code(Values& label, const Mac& mac) {
  label.set("MAC", mac.colons());
  const BarCode code = code128(mac.upper());
  Values drawing = label.add("BAR_CODE");
  drawing.set("WIDTH", code.width + 2 * quiet_zone);
  drawing.set("BEGIN", -quiet_zone);
  drawing.set("PATH", code.path);
}

void fill_label(Values label, const Record& record) {
  const Registration& phone = record.wanted;
  label.set("NUMBER", phone.lines.empty() ? "" : phone.lines.front().user);
  label.set("NAME", name_of(record));
  label.show_if("ROOM", record.person.room);
  label.set("MODEL", _(phone.model->label));
  label.show_if("HOSTNAME", phone.hostname);
  if (phone.mac) fill_bar_code(label, *phone.mac);
}

web::Response show_labels(Site& site, const web::Request& request,
                          const std::vector<Record>& records, const std::string& back) {
  Page page(site, "pages/labels.tpl", _("Labels"));
  page.is_for(request);
  Values& values = page.values();
  const bool is_sheet = web::query_fields(request).text("paper") == "a4";
  values.show(is_sheet ? "SHEET" : "ROLL");
  values.set("OTHER", is_sheet ? request.path : request.path + "?paper=a4");
  values.set("BACK", back);
  for (const Record& record : records) {
    if (record.is_live()) fill_label(values.add("LABEL"), record);
  }
  return page.response();
}

}  // namespace

web::Response label_page(Site& site, const web::Request& request) {
  const Record record = phone_in_path(site, request);
  if (!record.is_live()) throw web::Refused(404, N_("This phone was retired and has no label."));
  return show_labels(site, request, {record}, "/phones/" + record.ref);
}

web::Response labels_page(Site& site, const web::Request& request) {
  const Rollout rollout = rollout_in_path(site, request);
  const auto phones = site.services.store.registrations.of_rollout(rollout.id);
  return show_labels(site, request, {phones.begin(), phones.end()}, "/scan/" + rollout.ref);
}

}  // namespace spaconf
