// Declares the subcommands.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace spaconf::cli {

/// Runs a subcommand after its options are read; returns the exit code.
using Run = std::function<int()>;

// Each function adds its options to its `app` and returns the function that runs it.
/// For every action of registration/actions.h.
Run change(CLI::App& app);
Run adopt(CLI::App& app);
Run check_config(CLI::App& app);
Run check_dialect(CLI::App& app);
Run doctor(CLI::App& app);
Run export_phones(CLI::App& app);
Run grants(CLI::App& app);
Run history(CLI::App& app);
Run import_phones(CLI::App& app);
Run initial_profiles(CLI::App& app);
Run migrate(CLI::App& app);
Run nodes(CLI::App& app);
Run profile(CLI::App& app);
Run reconcile(CLI::App& app);
Run regenerate(CLI::App& app);
Run rekey(CLI::App& app);
Run review(CLI::App& app);
Run resync(CLI::App& app);
Run setup(CLI::App& app);
Run show(CLI::App& app);
Run token(CLI::App& app);
Run worker(CLI::App& app);

}  // namespace spaconf::cli
