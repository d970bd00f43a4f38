// Reads the columns of a table with other names than ours, and guesses what they mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// A column of a table as a user sees it.
struct SeenColumn {
  std::string name;                   ///< In the first row; may be empty
  std::string meant;                  ///< The import's column that it probably is; may be empty
  std::vector<std::string> examples;  ///< Its first cells that are not empty
};

/// All columns of a table of which one has a name that an import does not know; none when all are
/// known, or when the text is not a table. `text` may be the beginning of a table.
std::vector<SeenColumn> columns_to_name(std::string_view text);

/// The import's column that this name probably means, by the words of other systems in English and
/// Czech; empty when nothing speaks for one.
std::string probable_column(std::string_view name);

}  // namespace spaconf
