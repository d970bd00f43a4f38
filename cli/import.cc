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
#include "base/translation.h"
#include "bulk/columns.h"
#include "bulk/rejected_rows.h"
#include "commands.h"
#include "invoking_user.h"
#include "print.h"
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
      throw std::runtime_error(
          sentence(_("--rejected: {file} is the imported table itself"), {{"file", path_}}));
    }
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), path_);
    file_.reset(::fdopen(descriptor, "w"));
    write(rejected_header(table_.columns()));
  }

  void add(const RowResult& result) {
    if (file_ && result.is_rejected()) {
      write(rejected_row(table_.columns(), {result.line, result.cells, result.sentences},
                         RejectedPasswords::written));
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
    if (is_new) {
      print_about(result, is_check_ ? std::string(_("would be registered"))
                                    : sentence(_("registered as {ref}"), {{"ref", result.ref}}));
    }
    const bool is_of_phone =
        result.kind == RowResult::Kind::changed || result.kind == RowResult::Kind::overtaken;
    for (const std::string& each : result.sentences) {
      // A cell of a table may have anything in it.
      print_about(result,
                  (is_of_phone ? result.ref + ", " : "") + without_controls(only_utf8(each)));
    }
    std::fflush(stdout);
  }

  static void print_about(const RowResult& result, const std::string& what) {
    print_line(sentence(_("line {line}: {problem}"), {{"line", result.line}, {"problem", what}}));
  }

  const int all_;
  RejectedFile& rejected_;
  const bool is_check_, has_only_refused_;
  int rows_ = 0;
};

void print(const ImportCounts& counts, bool is_check) {
  const std::initializer_list<NamedValue> values{{"unchanged", counts.unchanged},
                                                 {"registered", counts.registered},
                                                 {"changed", counts.changed},
                                                 {"refused", counts.refused}};
  const std::string text =
      is_check ? counted(
                     "{count} row: {unchanged} unchanged, {registered} to be registered, {changed} "
                     "to be changed, {refused} refused",
                     "{count} rows: {unchanged} unchanged, {registered} to be registered, "
                     "{changed} to be changed, {refused} refused",
                     counts.rows(), values)
               : counted(
                     "{count} row: {unchanged} unchanged, {registered} registered, {changed} "
                     "changed, {refused} refused",
                     "{count} rows: {unchanged} unchanged, {registered} registered, {changed} "
                     "changed, {refused} refused",
                     counts.rows(), values);
  if (counts.overtaken == 0) return print_line(text);
  print_line(sentence(_("{counts}, {overtaken} overtaken"),
                      {{"counts", text}, {"overtaken", counts.overtaken}}));
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
  const Table table(text, column_names(options.columns));
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
    print_line(_(
        "Nothing was changed. Correct the refused rows, or leave them out with --skip-bad-rows."));
  }
  if (counts.refused) return 1;
  return counts.overtaken ? exit_overtaken : 0;
}

}  // namespace

Run import_phones(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("file", options->path, _("a table as spaconf export writes it"))->required();
  app.add_option("--columns", options->columns,
                 _("names of the columns instead of those in the first row, with commas between "
                   "them; - for one that is left out"));
  app.add_flag("--dry-run", options->dry_run,
               _("check every row and print what would be done, change nothing"));
  app.add_flag("--skip-bad-rows", options->skips_bad_rows,
               _("carry out the other rows if some are refused"));
  app.add_option("--rejected", options->rejected,
                 _("write the rejected rows and the reasons to this file, as a table"));
  app.add_flag("--take-over", options->takes_over,
               _("take over accounts that spaconf did not create"));
  app.add_flag("--force", options->is_forced, _("change phones whose rows have no version, too"));
  app.add_flag("--ticket-per-phone", options->ticket_per_phone,
               _("create a ticket for each new phone, not one for all"));
  return [options] { return import_file(*options); };
}

}  // namespace spaconf::cli
