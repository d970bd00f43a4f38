// Translates an exception into the reason that is recorded.
#include "registration/why_failed.h"

#include "base/error.h"
#include "base/sql_section.h"

namespace spaconf {

std::string why_failed(const std::function<void()>& work) try {
  work();
  return "";
} catch (const Unavailable& error) {
  if (error.service() == sql::ours.service) throw;
  return error.what();
} catch (const std::exception& error) {
  return error.what();
}

}  // namespace spaconf
