// Shows the form that uploads or pastes a table, and makes a job of what it sends.
#pragma once

#include <cstddef>

#include "pages/site.h"

namespace spaconf {

/// The most bytes of an upload, with the form around the table: some 120,000 rows.
constexpr std::size_t largest_upload = 20 << 20;

/// GET /import.
web::Response import_page(Site& site, const web::Request& request);
/// GET /import/example.csv: a table with the names of all columns and no row.
web::Response example_table(Site& site, const web::Request& request);
/// POST /submit/import. Fields: table (a file), pasted, take_over, ticket_per_phone, key,
/// csrf. Redirects to the job.
web::Response sent_table(Site& site, const web::Request& request);

}  // namespace spaconf
