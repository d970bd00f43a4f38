// Reads and changes the exchange's accounts by running its dialect.
#include "account/exchange.h"

#include <algorithm>
#include <cstring>

#include "account/exchange_tables.h"
#include "account/password.h"
#include "account/table_columns.h"
#include "base/crypto.h"
#include "base/text.h"
#include "base/udp.h"

namespace spaconf {
namespace {

/// How random text instead of a password begins.
constexpr char random_mark[] = "!";

/// How many users one statement asks about.
constexpr std::size_t users_at_once = 128;

bool is_word(const std::string& text) {
  return !text.empty() && text.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == text.npos;
}

}  // namespace

Exchange::Exchange(const Section& account, const Templates& templates, sql::Connection& database,
                   std::string_view program, const Deadline* deadline)
    : Exchange(account, dialect_of(account, templates), database, program, deadline) {}

Exchange::Exchange(const Section& account, const Dialect& dialect, sql::Connection& database,
                   std::string_view program, const Deadline* deadline)
    : database_(database),
      deadline_(deadline),
      has_own_server_(has_own_server(account)),
      dialect_name_(account.text("dialect")),
      domain_(account.text("domain")),
      proxy_(account.text("proxy", "")),
      sip_(account.text("sip", "")),
      permissions_(account.section("permissions").pairs()),
      dialect_(dialect) {
  std::string store = account.choice("store", {"both", "password", "hashes"});
  stores_password_ = store != "hashes";
  stores_hashes_ = store != "password";
  uses_domains_ = account.flag("use_domain", false);
  if (has_own_server_) {
    own_.emplace(account, program, deadline, sql::the_exchanges);
  }
  if (domain_.empty()) account.wrong("domain", "domain is empty");
  if (!sip_.empty() && !Udp::is_address(sip_)) {
    account.wrong("sip", "sip must be an address and a port, such as \"192.0.2.1:5060\"");
  }
  for (const Permission& permission : permissions_) {
    if (!is_word(permission.first)) {
      account.section("permissions")
          .wrong(permission.first, "a permission's name must be one word");
    }
  }
}

bool Exchange::has_own_server(const Section& account) {
  return account.has("socket") || account.has("host");
}

const Dialect& Exchange::dialect() {
  if (!knows_columns_) {
    const auto missing = missing_columns(dialect_, database());
    if (!missing.empty()) dialect_ = dialect_.without(missing);
    knows_columns_ = true;
  }
  return dialect_;
}

std::string Exchange::secret(std::string_view name, const Account& account) const {
  // Never empty, because an exchange that computes hashes itself would let an empty password in.
  if (name == "password" && !stores_password_)
    return random_mark + new_password(password_width_ - 1).reveal();
  if (name == "password") return account.password.reveal();
  if (!stores_hashes_) return "";
  if (name == "ha1") return ha1(account).reveal();
  if (name == "ha1b") return ha1b(account).reveal();
  return (name == "ha1_sha256" ? ha1_sha256(account) : ha1_sha512t256(account)).reveal();
}

std::vector<sql::Value> Exchange::values(const BoundSql& sql, const Account& account,
                                         const std::string& permission) const {
  std::vector<sql::Value> values;
  for (const std::string& name : sql.names) {
    if (name == "user" || name == "users") {
      values.emplace_back(account.user);
    } else if (name == "domain") {
      values.emplace_back(account.domain);
    } else if (name == "permission") {
      values.emplace_back(permission);
    } else {
      values.emplace_back(secret(name, account));
    }
  }
  return values;
}

std::vector<sql::Row> Exchange::query(const std::string& statement, const Account& account,
                                      const std::string& permission) {
  std::vector<sql::Row> rows;
  for (const BoundSql& part : dialect()[statement].parts) {
    rows = database().query(part.text, values(part, account, permission));
  }
  return rows;
}

std::vector<sql::Row> Exchange::query_page(const std::string& statement, const std::string& after,
                                           int count) {
  std::vector<sql::Row> rows;
  for (const BoundSql& part : dialect()[statement].parts) {
    std::vector<sql::Value> values;
    for (const std::string& name : part.names) {
      if (name == "domain") values.emplace_back(domain_);
      if (name == "after") values.emplace_back(after);
      if (name == "count") values.emplace_back(count);
    }
    rows = database().query(part.text, values);
  }
  return rows;
}

std::uint64_t Exchange::run(const std::string& statement, const Account& account) {
  std::uint64_t affected = 0;
  for (const BoundSql& part : dialect()[statement].parts) {
    affected += database().change(part.text, values(part, account, ""));
  }
  return affected;
}

bool Exchange::has(const std::string& user) { return !spelling(user).empty(); }

std::string Exchange::spelling(const std::string& user) {
  const auto rows = query("find", {.user = user, .domain = domain_, .password = {}});
  return rows.empty() ? "" : rows[0].text(0);
}

NameConflicts Exchange::conflicts(const std::string& user) {
  if (!dialect_.has("conflicts")) {
    return {.account = spelling(user), .namesakes = namesakes(user), .permissions = {}};
  }
  return conflicts_in(query("conflicts", {.user = user, .domain = domain_, .password = {}}));
}

SqlFragment Exchange::conflicts_question(const std::string& user) {
  if (!joins_transactions() || !dialect_.has("conflicts")) return {};
  const auto& parts = dialect()["conflicts"].parts;
  const std::string text = upper(parts.front().text);
  // The whole UNION would be sorted and limited.
  const bool fits = parts.size() == 1 && text.starts_with("SELECT") &&
                    text.find("ORDER BY") == text.npos && text.find("LIMIT") == text.npos;
  if (!fits) return {};
  const Account account{.user = user, .domain = domain_, .password = {}};
  return {.text = parts.front().text, .values = values(parts.front(), account, "")};
}

std::vector<sql::Row> Exchange::query_all(const BoundSql& sql,
                                          const std::vector<std::string>& users) {
  std::vector<sql::Value> values;
  for (const std::string& name : sql.names) {
    if (name == "users") values.insert(values.end(), users.begin(), users.end());
    if (name == "domain") values.emplace_back(domain_);
  }
  return database().query(sql.text_for(users.size()), values);
}

std::set<std::string> Exchange::free_of(const std::vector<std::string>& users) {
  std::set<std::string> free;
  if (!dialect_.has("conflicts")) return free;
  const auto& parts = dialect()["conflicts"].parts;
  const BoundSql& question = parts.front();
  if (parts.size() != 1 || !question.has("users") || question.has("user")) return free;
  for (std::size_t begin = 0; begin < users.size(); begin += users_at_once) {
    const std::size_t end = std::min(begin + users_at_once, users.size());
    std::vector<std::string> some(users.begin() + std::ptrdiff_t(begin),
                                  users.begin() + std::ptrdiff_t(end));
    // Filled up with the last one, so that one statement is prepared for any number of them.
    some.resize(users_at_once, some.back());
    if (conflicts_in(query_all(question, some)).empty()) free.insert(some.begin(), some.end());
  }
  return free;
}

NameConflicts Exchange::conflicts_in(const std::vector<sql::Row>& rows) const {
  NameConflicts found;
  for (const auto& row : rows) {
    const std::string kind = row.text(0);
    if (kind == "account") found.account = row.text(1);
    if (kind == "namesake" && !uses_domains_) found.namesakes.push_back(row.text(1));
    if (kind == "permission") found.permissions.push_back(row.text(1));
  }
  // Those of an account that is there belong to it.
  if (!found.account.empty()) found.permissions.clear();
  return found;
}

std::vector<std::string> Exchange::namesakes(const std::string& user) {
  std::vector<std::string> domains;
  if (uses_domains_ || !dialect_.has("namesakes")) return domains;
  for (const auto& row : query("namesakes", {.user = user, .domain = domain_, .password = {}})) {
    domains.push_back(row.text(0));
  }
  return domains;
}

std::vector<std::pair<std::string, std::string>> Exchange::namesakes_after(const std::string& after,
                                                                           int count) {
  std::vector<std::pair<std::string, std::string>> found;
  if (uses_domains_ || !dialect_.has("all_namesakes")) return found;
  for (const auto& row : query_page("all_namesakes", after, count)) {
    found.emplace_back(row.text(0), row.text(1));
  }
  return found;
}

void Exchange::add(const Account& account) {
  // An exchange that compares plain passwords would let an empty one in.
  if (account.password.empty()) throw std::logic_error("exchange: an account without password");
  query("add", account);
}

void Exchange::grant(const Account& account, const std::vector<std::string>& permissions) {
  for (const std::string& permission : permissions) query("grant", account, permission);
}

/// The parts of a statement may depend on one another, so only one of a single part runs for many
/// accounts at once.
void Exchange::change_each(const std::string& statement,
                           const std::vector<std::pair<Account, std::string>>& accounts) {
  const auto& parts = dialect()[statement].parts;
  if (parts.size() != 1) {
    for (const auto& [account, permission] : accounts) query(statement, account, permission);
    return;
  }
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [account, permission] : accounts) {
    rows.push_back(values(parts.front(), account, permission));
  }
  database().change_each(parts.front().text, rows);
}

void Exchange::add_each(const std::vector<Account>& accounts) {
  std::vector<std::pair<Account, std::string>> each;
  for (const Account& account : accounts) {
    if (account.password.empty()) throw std::logic_error("exchange: an account without password");
    each.emplace_back(account, "");
  }
  change_each("add", each);
}

void Exchange::grant_each(const std::vector<std::pair<Account, std::string>>& permissions) {
  change_each("grant", permissions);
}

bool Exchange::change(const Account& account) {
  if (account.password.empty()) throw std::logic_error("exchange: an account without password");
  return run("change", account) > 0;
}

void Exchange::permit(const std::string& user, const std::vector<std::string>& permissions) {
  const Account account{.user = user, .domain = domain_, .password = {}};
  query("revoke", account);
  grant(account, permissions);
}

void Exchange::put(const Account& account, const std::vector<std::string>& permissions) {
  // A dialect with several tables may find only some of the account's rows.
  const bool is_whole = change(account) && (!returns_accounts() || stored(account.user));
  if (is_whole) return permit(account.user, permissions);
  remove(account.user);
  add(account);
  grant(account, permissions);
}

bool Exchange::remove(const std::string& user) {
  permit(user, {});
  return run("remove", {.user = user, .domain = domain_, .password = {}}) > 0;
}

std::vector<Contact> Exchange::online(const std::string& user) {
  std::vector<Contact> contacts;
  for (const auto& row : query("online", {.user = user, .domain = domain_, .password = {}})) {
    contacts.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  }
  return contacts;
}

std::vector<std::pair<std::string, Contact>> Exchange::online_after(const std::string& after,
                                                                    int count) {
  std::vector<std::pair<std::string, Contact>> contacts;
  for (const auto& row : query_page("contacts", after, count)) {
    contacts.emplace_back(row.text(0), Contact{row.text(1), row.text(2), row.text(3), row.text(4)});
  }
  return contacts;
}

void Exchange::need(const std::string& statement) const {
  if (dialect_.has(statement)) return;
  throw Unavailable("exchange", "the dialect " + dialect_name_ + " has no statement " + statement +
                                    ", so accounts there cannot be read");
}

std::string Exchange::digest(const Account& account) {
  dialect();
  return digest_of([&](const StoredSecret& each) { return secret(each.name, account); });
}

std::string Exchange::digest_of(
    const std::function<std::string(const StoredSecret&)>& value) const {
  std::string text;
  for (const StoredSecret& each : stored_secrets) {
    // Columns that the dialect does not fill are ignored.
    if (stores(dialect_, each)) {
      const std::string part = value(each);
      const bool is_random =
          each.name == "password" && !stores_password_ && part.starts_with(random_mark);
      text += is_random ? random_mark : part;
    }
    text += '\n';
  }
  const std::string hex = sha256_hex(text);
  explicit_bzero(text.data(), text.size());
  return hex;
}

StoredAccount Exchange::stored_in(const sql::Row& row) const {
  const auto column = [&](const StoredSecret& each) { return row.text(each.column); };
  const std::string password = row.text(1), hash = row.text(2);
  StoredAccount there{
      .user = row.text(0),
      .digest = digest_of(column),
      .permissions = {},
      .has_password = !password.empty() && !password.starts_with(random_mark),
      .has_ha1 = !hash.empty(),
      .ha1_is_of_password = hash == ha1({row.text(0), domain_, Secret(password)}).reveal()};
  for (const std::string& permission : split(row.text(4), ' ')) {
    if (!permission.empty()) there.permissions.push_back(permission);
  }
  return there;
}

std::optional<StoredAccount> Exchange::stored(const std::string& user) {
  need("account");
  const auto rows = query("account", {.user = user, .domain = domain_, .password = {}});
  if (rows.empty()) return {};
  return stored_in(rows[0]);
}

PasswordCheck Exchange::check_password(const Account& account) {
  need("account");
  const auto rows = query("account", account);
  if (rows.empty() || rows[0].text(0) != account.user) return PasswordCheck::absent;
  const std::string password = rows[0].text(1), hash = lower(rows[0].text(2));
  const bool is_password = constant_time_equal(password, account.password.reveal());
  const bool has_password = is_password || !(password.empty() || password.starts_with(random_mark));
  if (!has_password && hash.empty()) return PasswordCheck::absent;
  const bool is_hash = constant_time_equal(hash, ha1(account).reveal());
  if (!has_password) return is_hash ? PasswordCheck::agrees : PasswordCheck::differs;
  if (hash.empty()) return is_password ? PasswordCheck::agrees : PasswordCheck::differs;
  if (is_password != is_hash) return PasswordCheck::contradicts;
  return is_hash ? PasswordCheck::agrees : PasswordCheck::differs;
}

std::vector<StoredAccount> Exchange::stored_after(const std::string& after, int count) {
  need("accounts");
  std::vector<StoredAccount> stored;
  for (const auto& row : query_page("accounts", after, count)) {
    stored.push_back(stored_in(row));
  }
  return stored;
}

std::string Exchange::check() {
  const ExchangeTables tables = exchange_tables(dialect(), database());
  if (tables.password_width) set_password_width(*tables.password_width);
  supports_transactions_ = tables.engines == std::set<std::string>{"InnoDB"};
  if (!supports_transactions_ && !adds_at_once()) {
    throw Unavailable("exchange",
                      "check: an account is in several tables, which must support transactions, "
                      "because half of one could not be recognised: ALTER TABLE … ENGINE=InnoDB");
  }
  is_checked_ = true;
  // A server with GTIDs refuses to change such tables inside of a transaction of others, and one
  // that waits for a locked table must not break ours.
  if (!supports_transactions_ && !own_) own_.emplace(database_.another(sql::the_exchanges.service));
  return dialect_name_ + " in " + dialect_.schema() + ": " + joined(dialect_.tables(), " ") + " (" +
         joined({tables.engines.begin(), tables.engines.end()}, ", ") + "), " + mode();
}

void Exchange::set_password_width(std::size_t width) {
  if (width < shortest_password) {
    throw Unavailable("exchange", "check: passwords have room for only " + std::to_string(width) +
                                      " characters; " + std::to_string(shortest_password) +
                                      " are needed");
  }
  password_width_ = std::min(width, longest_password);
}

std::string Exchange::mode() const {
  if (!own_) return "changed in one transaction with spaconf's tables";
  return std::string("changed after spaconf's transaction, because ") +
         (has_own_server_ ? "[account] names a server of its own"
                          : "not all tables support transactions");
}

void Exchange::check_once() {
  if (!is_checked_) check();
}

void Exchange::require() {
  if (!has_own_server_) check_once();
}

bool Exchange::joins_transactions() {
  require();
  return !own_;
}

void Exchange::in_time(const std::function<void()>& work) {
  const auto checked = [&] {
    check_once();
    work();
  };
  const bool is_waited_for = deadline_ && deadline_->is_set();
  if (own_ && is_waited_for) return own_->within(wait_left_, checked);
  checked();
}

void Exchange::transact(const std::function<void()>& work) {
  in_time([&] {
    if (own_ && supports_transactions_) return own_->transact(work);
    work();
  });
}

bool Exchange::ask(const std::function<void()>& question) {
  try {
    in_time(question);
    return true;
  } catch (const Unavailable& error) {
    if (error.service() == sql::ours.service) throw;
    why_away_ = error.what();
    if (own_) not_asked_until_ = std::chrono::steady_clock::now() + longest_wait;
    return false;
  }
}

std::string Exchange::why_away() const {
  return std::chrono::steady_clock::now() < not_asked_until_ ? why_away_ : "";
}

void Exchange::restore() noexcept {
  if (own_) own_->restore();
}

std::optional<Exchange::LatestContact> Exchange::latest_contact() {
  if (!dialect_.has("clock")) return {};
  const auto rows = query_page("clock", "", 0);
  if (rows.empty() || rows[0].is_null(0) || rows[0].is_null(1)) return {};
  return LatestContact{rows[0].number(0), rows[0].number(1)};
}

}  // namespace spaconf
