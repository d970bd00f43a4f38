// Fills the fields of a form, with typed values and problems.
#pragma once

#include <string>
#include <string_view>

#include "pages/form_draft.h"
#include "pages/form_fields.h"
#include "pages/site.h"

namespace spaconf {

/// The form that is being filled.
struct FormView {
  Site& site;
  const Draft& draft;
  FormPlace place;                      ///< Of all fields except further lines'
  const Model* model = nullptr;         ///< The model whose parameters can be set
  const Registration* there = nullptr;  ///< The phone now, if it keeps its accounts
};

/// What the table does not decide.
struct FieldOptions {
  std::string_view slot = "FIELD";  ///< Its {{>SLOT}} in the page's template
  bool is_first = false;            ///< It has the focus when the page opens
  bool is_ticked = false;           ///< A box is ticked
  std::string hint = {};            ///< Of a box
};

/// Adds a field by its name: "hostname", "line2_user".
void add_field(Values& values, const FormView& view, const std::string& name,
               const FieldOptions& options = {});

/// Adds all fields of a line; a password only for a new phone.
void add_line_fields(Values& line, const FormView& view, int position);

}  // namespace spaconf
