// Handles FastCGI requests from the web server. Only this file uses libfcgi.
#pragma once

#include "web/program.h"

namespace spaconf::web {

/// Answers requests that arrive on `listening` until TERM or INT, after which the
/// current request still finishes. Both signals must be blocked already.
void answer_requests(Program& program, int listening);

/// Answers the one request in this process's environment, as plain CGI does.
void answer_plain_cgi(Program& program);

}  // namespace spaconf::web
