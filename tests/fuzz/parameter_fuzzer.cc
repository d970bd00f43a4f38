// Fuzzes a phone's own settings: a parameter's name, a line end, a value. What is accepted is read
// by expat and by the virtual phone as it was meant.
#include "base/text.h"
#include "phone/flat_profile.h"
#include "phone/parameter_table.h"
#include "phone/settings.h"
#include "property.h"
#include "virtual-phone/profile_parser.h"

using namespace spaconf;

namespace {

void check(const Setting& setting, const ParameterTable& table) {
  const Parameter& parameter = *table.find(setting.name);
  const std::string value = parameter.type.written(setting.value);
  fuzz::require(parameter.type.error(value).empty(), "what is written is accepted");
  const std::string profile =
      "<flat-profile>\n<GPP_A>" + xml_escaped(value) + "</GPP_A>\n</flat-profile>\n";
  const Parameters read = parse_flat_profile(profile);
  fuzz::require(read.size() == 1 && read[0].second == value, "expat reads the value");
  const auto assigned = virtual_phone::parse_profile(profile);
  fuzz::require(assigned.size() == 1 && assigned[0].value == value && !assigned[0].keeps &&
                    assigned[0].was_ascii,
                "a phone reads the value");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ParameterTable table(SRCDIR "/templates/phones/parameters.tsv");
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const Setting setting{std::string(text.substr(0, end)),
                        std::string(text.substr(std::min(end + 1, text.size())))};
  const std::string why = parameter_error(setting, table);
  fuzz::require(why.empty() || why.starts_with(setting.name + " "),
                "an error begins with the name");
  fuzz::require(why.empty() == setting_error(setting, table).empty() ||
                    table.find(setting.name)->type.is_secret(),
                "only a secret is refused for one phone");
  if (why.empty()) check(setting, table);
  return 0;
}
