// The subcommands there are.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace spaconf::cli {

/// What a subcommand does once its options are read; gives the exit code.
using Run = std::function<int()>;

// Each adds its options to `app`, which is its own, and gives what runs it.
/// For every subcommand that is an action of registration/actions.h.
Run change(CLI::App& app);
Run check_config(CLI::App& app);
Run export_phones(CLI::App& app);
Run history(CLI::App& app);
Run import_phones(CLI::App& app);
Run initial_profiles(CLI::App& app);
Run migrate(CLI::App& app);
Run profile(CLI::App& app);
Run reconcile(CLI::App& app);
Run regenerate(CLI::App& app);
Run review(CLI::App& app);
Run resync(CLI::App& app);
Run show(CLI::App& app);
Run worker(CLI::App& app);

}  // namespace spaconf::cli
