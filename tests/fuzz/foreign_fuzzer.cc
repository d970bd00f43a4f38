// Fuzzes profiles from before spaconf: what a phone keeps of one is in the profile that spaconf
// writes.
#include "base/config.h"
#include "base/text.h"
#include "phone/foreign_model.h"
#include "phone/foreign_settings.h"
#include "property.h"

using namespace spaconf;

namespace {

Phone phone_of(const Model& model) {
  return {.model = &model,
          .mac = Mac::parse("000e08112233"),
          .hostname = "ui305",
          .name = "Jan",
          .lines = {{1, "1001", "sip.example.org", Secret("Wtx8aPq3zz"), "Jan"}},
          .admin_password = Secret("admin"),
          .user_password = Secret("user")};
}

/// A model, and the profile of a phone without settings of its own.
struct PlainPhone {
  const Model& model;
  ForeignProfile profile;

  PlainPhone(const char* name, const Profiles& profiles)
      : model(*find_model(name)), profile(read_foreign_profile(profiles.write(phone_of(model)))) {}
};

void check(const Profiles& profiles, const ForeignProfile& foreign, const PlainPhone& plain) {
  Phone phone = phone_of(plain.model);
  phone.settings = compare_foreign_settings(foreign, phone, profiles).kept;
  if (phone.settings.empty()) return;  // its profile is the plain one
  const ForeignProfile written = read_foreign_profile(profiles.write(phone));
  for (const Setting& each : phone.settings) {
    fuzz::require(is_ascii(each.name + each.value) && !has_controls(each.value), "a row has room");
    fuzz::require(each.value.find("Wtx8aPq3zz") == each.value.npos, "no password is kept");
    const std::string value =
        each.is_unchecked ? each.value
                          : profiles.parameter_table().find(each.name)->type.written(each.value);
    fuzz::require(written.value(each.name) == value, "it is written as it was");
  }
  for (const char* own : {"Profile_Rule", "User_ID_1_", "Password_1_", "Resync_Periodic"}) {
    fuzz::require(written.value(own) == plain.profile.value(own), "spaconf leads the phone");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Config shipped(SRCDIR "/spaconf.conf");
  static Templates templates(SRCDIR "/templates");
  static const Profiles profiles(shipped.section("phone"), "", templates);
  static const PlainPhone plain[] = {{"spa921", profiles}, {"spa962", profiles}};
  try {
    const ForeignProfile foreign = read_foreign_profile(fuzz::text_of(data, size));
    models_of(foreign, {}, profiles.parameter_table());
    // One model for each input, because writing a profile takes most of the time.
    check(profiles, foreign, plain[size % std::size(plain)]);
  } catch (const UnreadableProfile&) {
  }
  return 0;
}
