// Runs a job in several forked processes.
#pragma once

#include <functional>
#include <string>

namespace spaconf {

/// What a worker sends to the process that started it: one line, without its end.
using SendLine = std::function<void(const std::string& line)>;

/// Runs `work` in `count` processes at once, each with a number from 0, and gives every line
/// that one of them tells to `on_line`, here, as soon as it comes. Returns when all have ended;
/// they end with us, even when we are killed. Nothing may be open that processes cannot
/// share, such as a connection to the database. The number of a process that could not be
/// started is worked on here, after the others. Throws std::runtime_error with what the first
/// of them failed of.
void run_forked(int count, const std::function<void(int number, const SendLine& tell)>& work,
                const std::function<void(const std::string& line)>& on_line);

}  // namespace spaconf
