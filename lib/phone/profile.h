// A phone's complete configuration, and the initial one that leads it there.
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

/// What one phone is told of itself.
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
  std::vector<Setting> settings = {};              ///< What only this phone has
};

/// A profile: XML, ASCII only, complete. It holds passwords, and so does what it was filled from.
struct Filled {
  std::string bytes;
  std::vector<std::string>
      values;  ///< What stands in its placeholders, in an order of the template's own
};

/// Writes profiles for [phone], by the templates in phones/.
class Profiles {
 public:
  /// Lays the settings into the templates. `outbound_proxy` is where phones send
  /// everything; empty when their SIP domain tells them. Throws Misconfigured.
  Profiles(const Section& phone, std::string outbound_proxy, Templates& templates);
  Profiles(Profiles&&) noexcept;
  ~Profiles();

  /// The profile, to be published: what expat reads back has been compared with the phone.
  /// Throws std::runtime_error when it differs.
  std::string write(const Phone& phone) const;
  /// The same, not read back: to be looked at, or compared with what was published before.
  Filled fill(const Phone& phone) const;
  /// What write() does after fill(). Throws std::runtime_error.
  void read_back(const Phone& phone, const Filled& filled) const;
  /// What every new phone of this model asks for first: spa942.cfg.
  std::string initial(const Model& model) const;

  /// "spa000e08112233.cfg", in the configured spelling of the address.
  std::string file_name(const Mac& mac) const;
  /// The address in a file's name; empty when it is not spelt like that.
  std::optional<Mac> mac_in(const std::string& file) const;
  /// Where phones fetch their profile from: "tftp://192.0.2.1/config/spa$MA.cfg"; with a
  /// second server "($PRVST != 2)? tftp://… | http://…".
  const std::string& rule() const { return rule_; }
  /// The beginnings of addresses that we know, with blanks between: for the page.
  std::string known_ouis() const;
  /// Does the address begin like one of a phone that we know?
  bool has_known_oui(const Mac& mac) const;

  /// Is the parameter, or one that the pattern stands for, filled in for each phone from what
  /// the registration form asks for?
  bool fills_in(std::string_view name) const;
  /// Why it cannot be what only one phone is to have; empty when it can. The sentence begins
  /// with the name.
  std::string setting_error(const Setting& setting) const;

  /// What the parameter, or one that the pattern stands for, decides of a phone's provisioning,
  /// as in provisioning_settings.h; empty when it decides nothing.
  std::string provisioning_effect(std::string_view name, const Model& model) const;

  /// What phones understand.
  const ParameterTable& parameter_table() const { return parameter_table_; }
  /// What is odd in the configuration, with its line, and no reason not to start.
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
