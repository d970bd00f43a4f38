// Decides for each parameter of a foreign profile whether the phone keeps it.
#include "phone/foreign_settings.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "base/translation.h"
#include "phone/provisioning_settings.h"

namespace spaconf {
namespace {

/// Parts of names, in lower case, by which an unknown parameter is taken for a secret.
constexpr std::array<std::string_view, 6> secret_words = {"passw",      "secret", "private_key",
                                                          "credential", "_pin",   "token"};

/// A password this short may be part of other values by chance.
constexpr std::size_t shortest_telling_password = 6;

bool sounds_secret(const std::string& name) {
  const std::string lowered = lower(name);
  return std::ranges::any_of(
      secret_words, [&](std::string_view word) { return lowered.find(word) != lowered.npos; });
}

class Judgement {
 public:
  Judgement(const ForeignProfile& profile, const Phone& phone, const Profiles& profiles)
      : table_(profiles.parameter_table()), phone_(phone), profiles_(profiles) {
    for (auto& [name, value] : parse_flat_profile(profiles.fill(phone).bytes)) {
      ours_[name] = std::move(value);
    }
    for (const ForeignElement& each : profile.parameters) judge(each);
  }

  ForeignSettings result;

 private:
  void judge(const ForeignElement& each) {
    if (!is_element_name(each.name)) {
      return result.left_out.push_back(
          {each.line, _("a parameter has a name that phones do not have")});
    }
    const Parameter* parameter = table_.find(each.name);
    if (parameter && parameter->type.is_status()) return;
    const auto ours = ours_.find(each.name);
    const std::string* written = ours == ours_.end() ? nullptr : &ours->second;
    if (written && is_equal(parameter, *written, each.value)) return;
    // Hostnames are written in lower case.
    if (written && each.name == "HostName" && *written == lower(each.value)) return;
    if (is_spaconfs_own(each.name)) {
      return result.replaced.push_back({each.line, each.name});
    }
    if (!written && each.value.empty()) return;
    if (is_secret(parameter, each)) {
      return result.left_out.push_back(
          {each.line, sentence(_("{parameter} is a secret"), {{"parameter", each.name}})});
    }
    if (!written && parameter && each.value == parameter->factory) return;
    keep(parameter, each);
  }

  /// Of what only a placeholder shows, the phone's display has ASCII.
  static bool is_equal(const Parameter* parameter, const std::string& ours,
                       const std::string& theirs) {
    return ours == theirs || ours == ascii(theirs) ||
           (parameter && ours == parameter->type.written(theirs));
  }

  /// Does spaconf derive it from the phone's row, or lead the phone by it?
  bool is_spaconfs_own(const std::string& name) const {
    return profiles_.fills_in(name) || leads_to_profile(name) || name.starts_with("Auth_ID_") ||
           name.starts_with("Use_Auth_ID_");
  }

  bool is_secret(const Parameter* parameter, const ForeignElement& each) const {
    if (parameter ? parameter->type.is_secret() : sounds_secret(each.name)) return true;
    // ASCII drops letters, which may join the parts of a password.
    const std::string kept = ascii(each.value);
    const auto has = [&](const Secret& secret) {
      const std::string& password = secret.reveal();
      return password.size() >= shortest_telling_password &&
             (each.value.find(password) != each.value.npos || kept.find(password) != kept.npos);
    };
    return has(phone_.admin_password) || has(phone_.user_password) ||
           std::ranges::any_of(phone_.lines, has, &Phone::Line::password);
  }

  void keep(const Parameter* parameter, const ForeignElement& each) {
    Setting setting{.name = each.name, .value = each.value};
    if (!is_ascii(setting.value)) {
      setting.value = ascii(setting.value);
      result.changed.push_back(
          {each.line, sentence(_("{parameter} is kept in ASCII, as phones show it"),
                               {{"parameter", each.name}})});
    }
    const std::string why = reason_to_mark(parameter, setting);
    if (!why.empty()) {
      setting.is_unchecked = true;
      result.unchecked.push_back({each.line, why});
    }
    result.kept.push_back(std::move(setting));
  }

  /// Why it is kept unchecked; empty when it is a setting as any other.
  std::string reason_to_mark(const Parameter* parameter, const Setting& setting) const {
    if (!parameter) return table_.why_unknown(setting.name);
    const std::string error = profiles_.setting_error(setting);
    if (!error.empty()) return error;
    if (!table_.names(setting.name, *phone_.model).empty()) return "";
    return sentence(_("{parameter} is not known for a {model}"),
                    {{"parameter", setting.name}, {"model", phone_.model->label}});
  }

  const ParameterTable& table_;
  const Phone& phone_;
  const Profiles& profiles_;
  std::unordered_map<std::string, std::string> ours_;
};

}  // namespace

ForeignSettings compare_foreign_settings(const ForeignProfile& profile, const Phone& phone,
                                         const Profiles& profiles) {
  return Judgement(profile, phone, profiles).result;
}

}  // namespace spaconf
