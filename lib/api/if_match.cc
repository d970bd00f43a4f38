// Reads If-Match, and collects what was changed since.
#include "api/if_match.h"

#include <algorithm>
#include <limits>

#include "api/phone_json.h"
#include "api/problem.h"
#include "base/number.h"
#include "base/text.h"
#include "registration/differences.h"

namespace spaconf::api {

namespace {

constexpr int most_attempts = 5;
constexpr char not_tags[] = "If-Match is neither * nor a list of entity tags in quotation marks.";

/// The quoted tags of a list; weak ones match nothing. Throws Refusal(400).
/// Source: RFC 9110, sections 8.8.3 and 13.1.1.
std::vector<std::string> strong_tags(std::string_view list) {
  std::vector<std::string> tags;
  for (bool is_first = true; !(list = trim(list)).empty(); is_first = false) {
    if (!is_first && list.front() != ',') throw Refusal(400, not_tags);
    if (!is_first) list = trim(list.substr(1));
    const bool is_weak = list.starts_with("W/");
    if (is_weak) list.remove_prefix(2);
    const auto end = list.find('"', 1);
    if (!list.starts_with('"') || end == list.npos) throw Refusal(400, not_tags);
    if (!is_weak) tags.emplace_back(list.substr(0, end + 1));
    list.remove_prefix(end + 1);
  }
  return tags;
}

/// The version that a tag of ours names; 0 for another tag.
int version_of(const std::string& tag) {
  return static_cast<int>(
      whole_number(tag.substr(1, tag.size() - 2), 1, std::numeric_limits<int>::max()).value_or(0));
}

}  // namespace

ConditionFailed::ConditionFailed(int status, const std::string& detail, const Record& record,
                                 std::vector<std::string> differences)
    : std::runtime_error(detail),
      status_(status),
      ref_(record.ref),
      version_(record.version),
      differences_(std::move(differences)) {}

bool accepts_any_version(const web::Request& request) { return trim(request.if_match) == "*"; }

int version_in(const web::Request& request, const Record& record) {
  if (trim(request.if_match).empty()) {
    throw Refusal(428, "Send the ETag of the registration that you saw in If-Match.");
  }
  if (accepts_any_version(request)) return record.version;
  const auto tags = strong_tags(request.if_match);
  if (std::ranges::count(tags, entity_tag(record)) > 0) return record.version;
  for (const std::string& tag : tags) {
    const int version = version_of(tag);
    if (version != 0 && version != record.version) return version;
  }
  return 0;
}

ConditionFailed outdated(Store& store, const Record& record, int version) {
  std::vector<std::string> sentences;
  for (const Difference& each : differences_since(store.revisions, record, version)) {
    sentences.push_back(each.sentence());
  }
  return {412, "Someone else has changed this phone in the meantime. Nothing was changed now.",
          record, std::move(sentences)};
}

web::Response of_any_version(const web::Request& request,
                             const std::function<web::Response()>& change) {
  for (int attempt = 1;; ++attempt) {
    try {
      return change();
    } catch (const ConditionFailed&) {
      if (!accepts_any_version(request) || attempt == most_attempts) throw;
    }
  }
}

}  // namespace spaconf::api
