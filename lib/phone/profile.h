// Generates a phone's complete profile, and the initial profile that leads it there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/secret.h"
#include "base/template.h"
#include "phone/mac.h"
#include "phone/model.h"
#include "phone/parameter_table.h"
#include "phone/settings.h"

namespace spaconf {

/// The data of one phone's profile.
struct Phone {
  /// One line in use.
  struct Line {
    int position;  ///< From 1
    std::string user, domain;
    Secret password;
    std::string display;  ///< Any text; shown in ASCII
  };

  const Model* model;
  std::optional<Mac> mac;
  std::string hostname;
  std::string name;  ///< Any text; what an idle phone shows
  std::vector<Line> lines;
  Secret admin_password = {}, user_password = {};  ///< Of the phone's own web pages
  std::vector<Setting> settings = {};              ///< The phone's own settings
};

/// What every new phone of a model fetches first.
struct InitialProfile {
  const Model* model;
  std::string file, bytes;  ///< "spa942.cfg"
};

/// A complete profile in XML and ASCII. It contains passwords, and so do its values.
struct Filled {
  std::string bytes;
  std::vector<std::string> values;  ///< The values of its placeholders, in the template's order
};

/// Generates profiles for [phone] from the templates in phones/.
class Profiles {
 public:
  /// Applies the settings to the templates. `outbound_proxy` is the phones' outbound
  /// proxy; empty when they use their SIP domain. Throws Misconfigured.
  Profiles(const Section& phone, std::string outbound_proxy, Templates& templates);
  Profiles(Profiles&&) noexcept;
  ~Profiles();

  /// The profile for publishing: it was read back with expat and compared with the phone.
  /// Throws std::runtime_error when it differs.
  std::string write(const Phone& phone) const;
  /// The same without reading back, for display or comparison with a published file.
  Filled fill(const Phone& phone) const;
  /// Reads the profile back, as write() does after fill(). Throws std::runtime_error.
  void read_back(const Phone& phone, const Filled& filled) const;
  /// The initial profile, which every new phone of this model fetches first: spa942.cfg.
  std::string initial(const Model& model) const;
  /// Of all models that are hardware.
  std::vector<InitialProfile> initial_profiles() const;

  /// "spa000e08112233.cfg", in the configured spelling of the address.
  std::string file_name(const Mac& mac) const;
  /// The address in a file's name; empty when it has another spelling.
  std::optional<Mac> mac_in(const std::string& file) const;
  /// The Profile_Rule of phones: "tftp://192.0.2.1/config/spa$MA.cfg"; with a
  /// second server "($PRVST != 2)? tftp://… | http://…".
  const std::string& rule() const { return rule_; }
  /// The known OUIs of addresses, separated by blanks, for the page.
  std::string known_ouis() const;
  /// Does the address begin with a known OUI?
  bool has_known_oui(const Mac& mac) const;

  /// Is the parameter, or one that the pattern expands to, filled in from the registration form's
  /// other fields?
  bool fills_in(std::string_view name) const;
  /// Why the setting is not allowed for a single phone; empty when it is. The sentence begins
  /// with the name.
  std::string setting_error(const Setting& setting) const;

  /// How each of a phone's own settings affects its provisioning, as in provisioning_settings.h;
  /// empty for one that does not.
  std::vector<std::string> provisioning_effects(const std::vector<Setting>& settings,
                                                const Model& model) const;

  /// The phones' parameters.
  const ParameterTable& parameter_table() const { return parameter_table_; }
  /// Warnings about the configuration, with lines, which do not prevent the start.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  struct CompiledTemplate;
  std::vector<std::string> values_for(const CompiledTemplate& made, const Phone& phone) const;

  std::string outbound_proxy_, spelling_, rule_;
  std::vector<std::string> known_ouis_, warnings_;
  const Templates& templates_;
  ParameterTable parameter_table_;
  std::map<const Model*, CompiledTemplate> templates_by_model_;
};

}  // namespace spaconf
