// The contents of a form and its problems.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/fields.h"
#include "base/template.h"

namespace spaconf {

/// The contents of a form, and why it is shown.
struct Draft {
  Fields typed = {};
  int status = 200;
  std::vector<Problem> problems = {};
  std::string existing_ref = {};  ///< The registration that is in the way; may be empty
  std::string reference = {};     ///< The request's id, if the administrator may need it
  bool is_foreign = false;        ///< An account is in the way, and could be taken over
  bool is_overtaken = false;      ///< Someone else has changed the phone in the meantime
  bool is_filled_in = false;      ///< By another program, see portal_fields.h
  bool is_alone = false;          ///< Show only what was typed; no service is available
};

/// All sentences about a field; empty when nothing is wrong with it.
std::string sentences_about(const Draft& draft, std::string_view field);

/// Fills {{>SUMMARY}} with all problems, if there are any.
void add_summary(Values& values, const std::string& base_path, const Draft& draft);

}  // namespace spaconf
