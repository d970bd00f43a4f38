// Adopts one file after the other; a bad one does not affect the others.
#include "bulk/adopt.h"

#include <algorithm>
#include <memory>

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/foreign_files.h"
#include "phone/foreign_model.h"
#include "registration/adoption.h"
#include "registration/find_person.h"
#include "registration/form.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

class Adopter {
 public:
  Adopter(Services& services, const Adopt& adopt)
      : services_(services),
        adopt_(adopt),
        is_our_folder_(services.tftp_folder.is_same(adopt.folder)) {}

  AdoptedFile look_at(const ForeignFile& file) {
    AdoptedFile done{.name = file.name};
    try {
      if (file.mac) done.ref = services_.store.registrations.ref_of_mac(*file.mac);
      if (!done.ref.empty()) {
        done.kind = AdoptedFile::Kind::present;
      } else if (!file.why_not.empty()) {
        if (!file.mac) done.kind = AdoptedFile::Kind::skipped;
        done.problems.push_back({0, file.why_not});
      } else {
        adopt(file, done);
      }
    } catch (const UnreadableProfile& error) {
      done.problems.push_back({error.line, error.what()});
    } catch (const Rejected& rejected) {
      for (const Problem& each : rejected.problems()) add_problem(done, each);
    } catch (const AlreadyRegistered& there) {
      done.ref = there.ref();
      done.kind = AdoptedFile::Kind::present;
    } catch (const Conflict& conflict) {
      add_problem(done, conflict.problem());
    } catch (const sql::Busy&) {
      done.problems.push_back({0, _("another program is at work on the same rows; try again")});
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      // A row of the database is unreadable.
      done.problems.push_back({0, error.what()});
    }
    return done;
  }

 private:
  void adopt(const ForeignFile& file, AdoptedFile& done) {
    done.wanted.mac = file.mac;
    const std::string bytes = read_foreign_file(adopt_.folder / file.name);
    const ForeignProfile profile = read_foreign_profile(bytes);
    done.doubts = profile.remarks;
    const ForeignPhone phone =
        read_foreign_phone(profile, services_.exchange.domain(), services_.profiles.rule());
    done.problems = phone.problems;
    done.doubts.insert(done.doubts.end(), phone.doubts.begin(), phone.doubts.end());
    look_at_name(file, done);
    for (const ForeignLine& line : phone.lines) {
      done.wanted.lines.push_back({line.position, line.user, line.password, line.display});
      lines_[line.position] = line.at;
    }
    done.wanted.hostname = phone.hostname;
    done.wanted.serial = phone.serial;
    find_model(profile, done);
    find_person(phone, done);
    if (done.wanted.model) keep_settings(profile, done);
    if (!done.problems.empty()) return;
    carry_out(done, sha256_hex(bytes));
  }

  /// A phone fetches the file by a name in one spelling only.
  void look_at_name(const ForeignFile& file, AdoptedFile& done) {
    const std::string ours = services_.profiles.file_name(*file.mac);
    if (file.name == ours || !is_our_folder_) return;
    done.problems.push_back(
        {0, sentence(_("spaconf would name it {file}: set spelling in [phone] as the phones' "
                       "Profile_Rule has it, or rename the file"),
                     {{"file", ours}})});
  }

  void find_model(const ForeignProfile& profile, AdoptedFile& done) {
    const PossibleModels possible =
        models_of(profile, user_agents(done.wanted), services_.profiles.parameter_table());
    const bool is_named = std::ranges::find(possible.models, adopt_.model) != possible.models.end();
    done.wanted.model = is_named ? adopt_.model : possible.known();
    done.how_model = is_named && !possible.known() ? _("as named") : possible.how;
    if (done.wanted.model) return;
    std::vector<std::string> names;
    for (const Model* each : possible.models) names.emplace_back(each->name);
    done.problems.push_back(
        {0, sentence(names.empty() ? _("no model has so many lines")
                                   : _("the model is not known: it may be {models}; name it with "
                                       "--model, or adopt the phone while it is online"),
                     {{"models", joined(names, _(" or "))}})});
  }

  /// Of the contacts that the exchange has of the phone's accounts.
  std::vector<std::string> user_agents(const Registration& wanted) {
    std::vector<std::string> agents;
    services_.exchange.in_time([&] {
      for (const Line& line : wanted.lines) {
        if (!number_error(line.user).empty()) continue;
        for (const Contact& each : services_.exchange.online(line.user)) {
          agents.push_back(each.user_agent);
        }
      }
    });
    return agents;
  }

  void find_person(const ForeignPhone& phone, AdoptedFile& done) {
    if (phone.lines.empty()) return;
    FoundPerson found = person_of_phone(phone, adopt_.people, *services_.directory);
    if (!found.person) {
      done.problems.push_back(std::move(found.problem));
      return;
    }
    // By the login of the person's first phone.
    found.person = known_person({*services_.directory, services_.store}, found.person->login);
    done.wanted.login = found.person->login;
    if (found.person->name.empty()) found.person->name = phone.lines.front().display;
    if (found.person->name.empty()) done.problems.push_back({0, no_name_problem().sentence});
    done.person = std::move(found.person);
    done.how_person = std::move(found.how);
  }

  void keep_settings(const ForeignProfile& profile, AdoptedFile& done) {
    RecordWithPasswords record;
    record.wanted = done.wanted;
    if (done.person) record.person = *done.person;
    done.settings =
        compare_foreign_settings(profile, services_.publisher.phone_of(record), services_.profiles);
    done.wanted.settings = done.settings.kept;
    const std::string why = settings_error(done.wanted.settings);
    if (!why.empty()) {
      done.problems.push_back(
          {0, why + " " + _("Set those that many phones have in [phone.settings].")});
    }
  }

  void carry_out(AdoptedFile& done, const std::string& sha256) {
    const std::string key = key_of(done.wanted);
    const Adoption adoption{.order = {.actor = adopt_.actor,
                                      .key_owner = adopt_.actor,
                                      .key = key,
                                      .fingerprint = key,
                                      .wanted = done.wanted,
                                      .person = *done.person,
                                      .of_batch = true},
                            .profile_sha256 = is_our_folder_ ? sha256 : "",
                            .wants_ticket = adopt_.wants_tickets};
    const auto work = adopt_.applies ? adopt_phone : preview_adoption;
    const Registered registered = work(services_.store, services_.exchange, adoption);
    if (!registered.is_new) {
      done.ref = registered.ref;
      const auto record = services_.store.registrations.find(registered.ref);
      if (record && record->is_live()) {
        done.kind = AdoptedFile::Kind::present;
        return;
      }
      done.problems.push_back(
          {0, sentence(_("it was adopted before as {ref} and has been retired; use the form to "
                         "register it again"),
                       {{"ref", registered.ref}})});
      return;
    }
    done.kind = AdoptedFile::Kind::adopted;
    if (adopt_.applies) done.ref = registered.ref;
  }

  /// The same for the same phone with the same accounts.
  static std::string key_of(const Registration& wanted) {
    std::string text = "adopt " + wanted.mac->plain();
    for (const Line& line : wanted.lines) text += " " + line.user;
    return sha256_hex(text);
  }

  /// With the line of the file that a form's field comes from.
  void add_problem(AdoptedFile& done, const Problem& problem) const {
    const auto found = lines_.find(line_of(problem.field));
    const std::string why = problem.sentence.substr(0, problem.sentence.find_last_not_of('.') + 1);
    done.problems.push_back({found == lines_.end() ? 0 : found->second, why});
  }

  Services& services_;
  const Adopt& adopt_;
  const bool is_our_folder_;
  std::map<int, unsigned> lines_;  // of the present file, with the users of the phone's lines
};

}  // namespace

void adopt_folder(Services& services, const Adopt& adopt) {
  services.require_databases();
  for (const ForeignFile& file : foreign_files(adopt.folder)) {
    adopt.on_file(Adopter(services, adopt).look_at(file));
  }
}

}  // namespace spaconf
