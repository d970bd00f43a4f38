// Finds the texts of a template that are marked for translation: [[Text with <b>tags</b> and
// {{NAME}}]].
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace spaconf {

/// The template with each marked text replaced by what `say` returns for it; the marks are left
/// out. `say` gets it on one line, as catalogues have it: with a blank for each line end. A mark
/// without its other half is text, so that an institution's own templates may have it.
std::string with_marked_texts(std::string_view text,
                              const std::function<std::string(const std::string&)>& say);

}  // namespace spaconf
