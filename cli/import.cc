// spaconf import: applies a table to the phones, all of its rows or, on request, the good ones.
#include "bulk/import.h"

#include <fcntl.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "base/config.h"
#include "base/crypto.h"
#include "base/text.h"
#include "bulk/rejected_rows.h"
#include "commands.h"
#include "invoking_user.h"
#include "progress.h"

namespace spaconf::cli {
namespace {

/// No row was refused, but rows were skipped whose phones may have changed since the export.
constexpr int exit_overtaken = 3;
/// After how many rows the bar is drawn again.
constexpr int rows_between_bars = 64;

struct Options {
  std::string path, rejected, columns;
  bool dry_run = false, takes_over = false, is_forced = false, skips_bad_rows = false;
  bool ticket_per_phone = false;
};

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// The file with the rejected rows, which may contain passwords.
class RejectedFile {
 public:
  RejectedFile(const Options& options, const Table& table)
      : path_(options.rejected), table_(table) {
    if (path_.empty()) return;
    std::error_code is_new;
    if (std::filesystem::equivalent(path_, options.path, is_new)) {
      throw std::runtime_error("--rejected: " + path_ + " is the imported table itself");
    }
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), path_);
    file_.reset(::fdopen(descriptor, "w"));
    write(rejected_header(table_, RejectedColumns::all));
  }

  void add(const RowResult& result) {
    if (file_ && result.is_rejected()) {
      write(rejected_row(table_, RejectedColumns::all, result));
    }
  }

 private:
  void write(const std::string& text) {
    const bool is_written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
    if (!is_written || std::fflush(file_.get()) != 0) {
      throw std::system_error(errno, std::generic_category(), path_);
    }
  }

  const std::string path_;
  const Table& table_;
  std::unique_ptr<std::FILE, Close> file_;
};

/// What the rows come to, on standard output, with a bar on a terminal.
class Report {
 public:
  Report(const Table& table, RejectedFile& rejected, bool is_check, bool has_only_refused)
      : all_(table.row_count()),
        rejected_(rejected),
        is_check_(is_check),
        has_only_refused_(has_only_refused) {
    if (is_watched()) show_progress(0, all_);
  }
  Report(const Report&) = delete;
  ~Report() {
    if (is_watched()) clear_progress();
  }

  void add(const RowResult& result) {
    const bool is_shown = !has_only_refused_ || result.kind == RowResult::Kind::refused;
    if (is_shown) print(result);
    if (is_shown) rejected_.add(result);
    ++rows_;
    if (is_watched() && rows_ % rows_between_bars == 0) show_progress(rows_, all_);
  }

 private:
  void print(const RowResult& result) const {
    const bool is_new = result.kind == RowResult::Kind::registered;
    if (!is_new && result.sentences.empty()) return;
    if (is_watched()) clear_progress();
    const std::string line = "line " + std::to_string(result.line) + ": ";
    if (is_new) {
      std::printf("%s%s\n", line.c_str(),
                  is_check_ ? "would be registered" : ("registered as " + result.ref).c_str());
    }
    const bool is_of_phone =
        result.kind == RowResult::Kind::changed || result.kind == RowResult::Kind::overtaken;
    for (const std::string& sentence : result.sentences) {
      // A cell of a table may have anything in it.
      std::printf("%s%s%s\n", line.c_str(), is_of_phone ? (result.ref + ", ").c_str() : "",
                  without_controls(only_utf8(sentence)).c_str());
    }
    std::fflush(stdout);
  }

  const int all_;
  RejectedFile& rejected_;
  const bool is_check_, has_only_refused_;
  int rows_ = 0;
};

void print(const ImportCounts& counts, bool is_check) {
  const char* const will = is_check ? "to be " : "";
  std::printf("%d rows: %d unchanged, %d %sregistered, %d %schanged, %d refused", counts.rows(),
              counts.unchanged, counts.registered, will, counts.changed, will, counts.refused);
  if (counts.overtaken) std::printf(", %d overtaken", counts.overtaken);
  std::printf("\n");
}

/// The same table that is imported again, as after a kill, goes on with its batch.
TicketBatch ticket_batch_of(const Options& options, const std::string& text) {
  return {.title = std::filesystem::path(options.path).filename(),
          .actor = invoking_user(),
          .login = invoking_login(),
          .request_key = sha256_hex("table " + text)};
}

int import_file(const Options& options) {
  const std::string text = read_table_file(options.path);
  const Table table(
      text, options.columns.empty() ? std::vector<std::string>() : split(options.columns, ','));
  RejectedFile rejected(options, table);
  Services services{Config(Config::usual_file())};
  Import request{.actor = invoking_user(),
                 .takes_over = options.takes_over,
                 .is_forced = options.is_forced,
                 .may_set_provisioning = true,
                 .on_row = {}};
  if (!options.ticket_per_phone) request.ticket_batch = ticket_batch_of(options, text);
  const auto run = [&](bool is_check, bool has_only_refused) {
    Report report(table, rejected, is_check, has_only_refused);
    request.on_row = [&](const RowResult& result) { report.add(result); };
    return is_check ? check_rows(services, table, request)
                    : carry_out_rows(services, table, request);
  };
  ImportCounts counts;
  const bool checks_first = !options.dry_run && !options.skips_bad_rows;
  if (checks_first) counts = run(true, true);
  const bool is_check = options.dry_run || counts.refused > 0;
  if (!checks_first || !is_check) counts = run(is_check, false);
  print(counts, is_check);
  if (checks_first && is_check) {
    std::printf(
        "Nothing was changed. Correct the refused rows, or leave them out with "
        "--skip-bad-rows.\n");
  }
  if (counts.refused) return 1;
  return counts.overtaken ? exit_overtaken : 0;
}

}  // namespace

Run import_phones(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("file", options->path, "a table as spaconf export writes it")->required();
  app.add_option("--columns", options->columns,
                 "names of the columns instead of those in the first row, with commas between "
                 "them; - for one that is left out");
  app.add_flag("--dry-run", options->dry_run,
               "check every row and print what would be done, change nothing");
  app.add_flag("--skip-bad-rows", options->skips_bad_rows,
               "carry out the other rows if some are refused");
  app.add_option("--rejected", options->rejected,
                 "write the rejected rows and the reasons to this file, as a table");
  app.add_flag("--take-over", options->takes_over,
               "take over accounts that spaconf did not create");
  app.add_flag("--force", options->is_forced, "change phones whose rows have no version, too");
  app.add_flag("--ticket-per-phone", options->ticket_per_phone,
               "create a ticket for each new phone, not one for all");
  return [options] { return import_file(*options); };
}

}  // namespace spaconf::cli
