// Sets the text and the attribute of a <time> element.
#include "pages/time_element.h"

#include "base/local_time.h"

namespace spaconf {

void set_time(Values& values, const std::string& name, const std::string& utc) {
  values.set(name, local_time(utc));
  values.set(name + "_UTC", utc);
}

void set_date(Values& values, const std::string& name, const std::string& utc) {
  values.set(name, local_date(utc));
  values.set(name + "_UTC", utc);
}

}  // namespace spaconf
