// Adopts the phones of a folder of profiles from before spaconf.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bulk/account_person.h"
#include "phone/foreign_settings.h"
#include "registration/services.h"

namespace spaconf {

/// What was understood of one file, and what came of it.
struct AdoptedFile {
  enum class Kind {
    adopted,  ///< Or, in a preview, would be
    present,  ///< The phone is registered already
    skipped,  ///< No phone's own profile
    left,     ///< For the reasons in `problems`
  };

  std::string name;  ///< Of the file; any bytes
  Kind kind = Kind::left;
  std::string ref = {};  ///< Empty without a registration
  Registration wanted = {};
  std::string how_model = {}, how_person = {};
  std::optional<Person> person = {};
  ForeignSettings settings = {};
  std::vector<Remark> problems = {};  ///< Why it was left or skipped; with ids of lines, no secrets
  std::vector<Remark> doubts = {};
};

/// The options of an adoption.
struct Adopt {
  std::string actor;
  std::filesystem::path folder;
  bool applies = false;  ///< Otherwise nothing is changed
  bool wants_tickets = false;
  const Model* model = nullptr;  ///< Of phones that may be this one and others; nullptr for none
  NamedPeople people = {};
  std::function<void(const AdoptedFile&)> on_file = [](auto&) {};
};

/// Reads each profile of the folder, compares its accounts with the exchange's, and finds its
/// person; then it registers the phone, if `applies`, each in a transaction of its own. It writes
/// neither to the folder nor to the exchange. Doing it again repeats nothing. Throws
/// std::system_error when the folder cannot be read, and Unavailable: then the reported phones are
/// done, and it can be done again.
void adopt_folder(Services& services, const Adopt& adopt);

}  // namespace spaconf
