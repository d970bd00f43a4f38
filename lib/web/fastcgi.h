// One FastCGI request from the web server and back: the only place that knows libfcgi.
#pragma once

#include "web/program.h"

namespace spaconf::web {

/// Answers requests that come in through `listening` until TERM or INT, which lets
/// the running request finish. Both signals must be blocked already.
void answer_requests(Program& program, int listening);

/// Answers the one request in this process's environment, as plain CGI does.
void answer_plain_cgi(Program& program);

}  // namespace spaconf::web
