// Fills a list of meanings for each column of a job's table, and checks those that were chosen.
#include "pages/job_columns_part.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"
#include "bulk/import_job.h"
#include "pages/form_guard.h"
#include "pages/job_page.h"

namespace spaconf {
namespace {

std::string field_name(std::size_t number) { return "column" + std::to_string(number); }

void fill_column(Values row, std::size_t number, const SeenColumn& column) {
  row.set("N", std::int64_t(number));
  if (column.name.empty()) row.show("NAMELESS");
  row.show_if("NAME", column.name);
  row.set("EXAMPLES", joined(column.examples, ", "));
  for (const std::string& each : import_columns()) {
    Values choice = row.add("CHOICE");
    choice.set("VALUE", each);
    if (each == column.meant) choice.show("CHOSEN");
  }
}

}  // namespace

void fill_naming(Values& values, Site& site, const web::Request& request, const Job& job) {
  Values form = values.add("NAMING");
  form.set("BASE", site.base_path);
  form.set("REF", job.ref);
  give_form_token(form, site, request.user, job_action("columns", job.ref));
  auto columns = columns_to_name(site.services.store, job);
  const auto chosen = column_names(job.options.text(columns_option));
  for (std::size_t i = 0; i < std::min(columns.size(), chosen.size()); ++i) {
    columns[i].meant = chosen[i];
  }
  std::size_t number = 0;
  for (const SeenColumn& each : columns) {
    fill_column(form.add("COLUMN"), ++number, each);
  }
}

std::vector<std::string> chosen_names(const Fields& fields) {
  std::vector<std::string> names;
  for (std::size_t number = 1; fields.has(field_name(number)); ++number) {
    names.push_back(fields.text(field_name(number)));
  }
  return names;
}

std::string take_names(Store& store, const Job& job, const std::vector<std::string>& names) {
  const auto columns = columns_to_name(store, job);
  if (names.size() != columns.size()) return _("The page does not match the table. Try again.");
  std::set<std::string> taken;
  for (const std::string& name : names) {
    if (!is_import_column(name)) {
      return sentence(_("There is no column of this name: {name}."), {{"name", name}});
    }
    if (name != left_out_column && !taken.insert(name).second) {
      return sentence(_("Two columns cannot have the same meaning: {name}."), {{"name", name}});
    }
  }
  if (!taken.contains("login") && !taken.contains("ref")) {
    return _("Choose the column with the login, or the one with the references of phones.");
  }
  name_columns(store, job, names);
  return "";
}

}  // namespace spaconf
