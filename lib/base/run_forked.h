// Runs a job in several forked processes.
#pragma once

#include <functional>
#include <string>

namespace spaconf {

/// Sends one line, without its end, to the parent process.
using SendLine = std::function<void(const std::string& line)>;

/// Runs `work` in `count` processes at once, each with a number from 0, and passes every line
/// that one of them sends to `on_line` in this process. Returns when all have ended;
/// they end with this process, even if it is killed. The caller must not have anything open that
/// processes cannot share, such as a database connection. If a process cannot be started, its
/// number runs here after the others. Throws std::runtime_error with the error of the first
/// process that failed.
void run_forked(int count, const std::function<void(int number, const SendLine& tell)>& work,
                const std::function<void(const std::string& line)>& on_line);

}  // namespace spaconf
