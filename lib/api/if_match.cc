// Reads If-Match, and collects what was changed since.
#include "api/if_match.h"

#include <limits>

#include "api/problem.h"
#include "base/number.h"
#include "base/text.h"
#include "registration/differences.h"

namespace spaconf::api {

ConditionFailed::ConditionFailed(int status, const std::string& detail, const Record& record,
                                 std::vector<std::string> differences)
    : std::runtime_error(detail),
      status_(status),
      ref_(record.ref),
      version_(record.version),
      differences_(std::move(differences)) {}

int version_in(const web::Request& request, const Record& record) {
  const std::string tag(trim(request.if_match));
  if (tag.empty()) {
    throw Refusal(428, "Send the ETag of the registration that you saw in If-Match.");
  }
  if (tag == "*") return record.version;
  const bool is_quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  const auto version = whole_number(is_quoted ? tag.substr(1, tag.size() - 2) : "", 1,
                                    std::numeric_limits<int>::max());
  if (!version) throw Refusal(400, "If-Match is not the ETag of a registration.");
  return static_cast<int>(*version);
}

ConditionFailed outdated(Store& store, const Record& record, int version) {
  std::vector<std::string> sentences;
  for (const Difference& each : differences_since(store.revisions, record, version)) {
    sentences.push_back(each.sentence());
  }
  return {412, "Someone else has changed this phone in the meantime. Nothing was changed now.",
          record, std::move(sentences)};
}

}  // namespace spaconf::api
