// Does what a form or a registration has to do and nothing else: the same search in the directory,
// the same statements in the same transactions, and a file of the same size.
//
//   same_work SOCKET WORKERS BYTES SCRIPT            answers with a page of BYTES
//   same_work SOCKET WORKERS BYTES SCRIPT FOLDER     writes a file of BYTES there, and redirects
//
// SCRIPT is what same_work.py recorded: a line for each step, and one for each value of a
// statement. LDAP_… and DB_… come from the environment.
#include <fcgiapp.h>
#include <fcntl.h>
#include <ldap.h>
#include <mysql.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

void check(bool ok, const std::string& what) {
  if (!ok) throw std::runtime_error(what);
}

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  check(value, std::string("there is no ") + name);
  return value;
}

std::string with(std::string text, const std::string& word, const std::string& value) {
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + value.size())) {
    text.replace(at, word.size(), value);
  }
  return text;
}

class Directory {
 public:
  Directory() {
    int version = LDAP_VERSION3;
    check(ldap_initialize(&link_, environment("LDAP_URI")) == LDAP_SUCCESS, "ldap_initialize");
    ldap_set_option(link_, LDAP_OPT_PROTOCOL_VERSION, &version);
    ldap_set_option(link_, LDAP_OPT_X_TLS_CACERTFILE, environment("LDAP_CA_FILE"));
    int is_server = 0;
    ldap_set_option(link_, LDAP_OPT_X_TLS_NEWCTX, &is_server);
    check(ldap_start_tls_s(link_, nullptr, nullptr) == LDAP_SUCCESS, "ldap_start_tls_s");
    std::string password = environment("LDAP_BIND_PASSWORD");
    berval secret{password.size(), password.data()};
    check(ldap_sasl_bind_s(link_, environment("LDAP_BIND_DN"), LDAP_SASL_SIMPLE, &secret, nullptr,
                           nullptr, nullptr) == LDAP_SUCCESS,
          "ldap_sasl_bind_s");
    std::string words = environment("LDAP_ATTRIBUTES");
    for (std::size_t begin = 0; begin < words.size();) {
      const auto end = std::min(words.find(' ', begin), words.size());
      names_.push_back(words.substr(begin, end - begin));
      begin = end + 1;
    }
    for (std::string& name : names_) attributes_.push_back(name.data());
    attributes_.push_back(nullptr);
  }

  void find(const std::string& login) {
    LDAPMessage* answer = nullptr;
    timeval limit{3, 0};
    const std::string filter = with(environment("LDAP_FILTER"), "{login}", login);
    const int code =
        ldap_search_ext_s(link_, environment("LDAP_BASE"), LDAP_SCOPE_SUBTREE, filter.c_str(),
                          attributes_.data(), 0, nullptr, nullptr, &limit, 2, &answer);
    const int entries = answer ? ldap_count_entries(link_, answer) : 0;
    if (answer) ldap_msgfree(answer);
    check(code == LDAP_SUCCESS && entries == 1, "search for " + login);
  }

 private:
  LDAP* link_ = nullptr;
  std::vector<std::string> names_;
  std::vector<char*> attributes_;
};

/// What is another in every registration.
struct Fresh {
  std::string hex10, dec9;
  std::vector<std::string> ids;  // of each step: what it inserted
};

struct Step {
  std::string kind, text, schema;
  std::vector<std::string> values;
  MYSQL_STMT* statement = nullptr;
};

std::vector<Step> read_script(const char* path) {
  std::ifstream file(path);
  std::vector<Step> steps;
  std::string schema = environment("DB_NAME");
  for (std::string line; std::getline(file, line);) {
    const std::string kind = line.substr(0, line.find(' '));
    const std::string rest = line.size() > kind.size() ? line.substr(kind.size() + 1) : "";
    if (kind == "value" || kind == "null") {
      steps.back().values.push_back(kind == "null" ? std::string("\0", 1) : rest);
    } else if (kind == "schema") {
      schema = rest;
    } else {
      steps.push_back({.kind = kind, .text = rest, .schema = schema, .values = {}});
    }
  }
  check(!steps.empty(), "the script is empty");
  return steps;
}

class Database {
 public:
  Database() {
    check(mysql_real_connect(link_, nullptr, environment("DB_USER"), environment("DB_PASSWORD"),
                             environment("DB_NAME"), 0, environment("DB_SOCKET"), 0),
          mysql_error(link_));
    run("SET SESSION tx_isolation = 'READ-COMMITTED'");
    mysql_set_character_set(link_, "utf8mb4");
  }

  void run(const std::string& text) {
    check(mysql_real_query(link_, text.data(), text.size()) == 0, mysql_error(link_));
    if (MYSQL_RES* rows = mysql_store_result(link_)) mysql_free_result(rows);
  }

  std::string execute(Step& step, const Fresh& fresh) {
    if (!step.statement) {
      check(mysql_select_db(link_, step.schema.c_str()) == 0, mysql_error(link_));
      step.statement = mysql_stmt_init(link_);
      check(mysql_stmt_prepare(step.statement, step.text.data(), step.text.size()) == 0,
            mysql_stmt_error(step.statement));
    }
    std::vector<std::string> values;
    for (const std::string& each : step.values) values.push_back(filled(each, fresh));
    std::vector<MYSQL_BIND> binds(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool is_null = values[i].size() == 1 && values[i][0] == '\0';
      binds[i].buffer_type = is_null ? MYSQL_TYPE_NULL : MYSQL_TYPE_STRING;
      binds[i].buffer = values[i].data();
      binds[i].buffer_length = values[i].size();
    }
    MYSQL_STMT* statement = step.statement;
    check(mysql_stmt_bind_param(statement, binds.data()) == 0 &&
              mysql_stmt_execute(statement) == 0 && mysql_stmt_store_result(statement) == 0,
          step.text + ": " + mysql_stmt_error(statement));
    const auto id = mysql_stmt_insert_id(statement);
    mysql_stmt_free_result(statement);
    return std::to_string(id);
  }

 private:
  static std::string filled(std::string text, const Fresh& fresh) {
    if (text.find('{') == text.npos) return text;
    text = with(with(std::move(text), "{hex10}", fresh.hex10), "{dec9}", fresh.dec9);
    for (std::size_t step = 0; step < fresh.ids.size(); ++step) {
      text = with(std::move(text), "{id " + std::to_string(step) + "}", fresh.ids[step]);
    }
    return text;
  }

  MYSQL* link_ = mysql_init(nullptr);
};

class File {
 public:
  File(std::string folder, std::size_t bytes) : folder_(std::move(folder)), bytes_(bytes, 'p') {}

  void write(const std::string& name) const {
    const int file = ::open((folder_ + "/staging/" + name).c_str(),
                            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    check(file >= 0 && ::write(file, bytes_.data(), bytes_.size()) == ssize_t(bytes_.size()) &&
              ::fsync(file) == 0,
          "write " + name);
    ::close(file);
    const std::string config = folder_ + "/config";
    check(::rename((folder_ + "/staging/" + name).c_str(), (config + "/" + name).c_str()) == 0,
          "rename " + name);
    const int directory = ::open(config.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check(directory >= 0 && ::fsync(directory) == 0, "fsync of the folder");
    ::close(directory);
  }

 private:
  std::string folder_, bytes_;
};

/// The login of a query or of a form, whose first field it is.
std::string login_in(FCGX_Request& request) {
  const char* length = FCGX_GetParam("CONTENT_LENGTH", request.envp);
  std::string text(length ? std::strtoul(length, nullptr, 10) : 0, '\0');
  if (!text.empty()) FCGX_GetStr(text.data(), static_cast<int>(text.size()), request.in);
  if (text.empty()) text = FCGX_GetParam("QUERY_STRING", request.envp);
  const auto begin = text.find("login=");
  check(begin != text.npos, "there is no login");
  return text.substr(begin + 6, text.find('&', begin) - begin - 6);
}

class Worker {
 public:
  Worker(int number, char** arguments, bool writes)
      : number_(number),
        writes_(writes),
        steps_(read_script(arguments[4])),
        file_(writes ? arguments[5] : "", std::strtoul(arguments[3], nullptr, 10)),
        page_("Content-Type: text/html; charset=utf-8\r\n\r\n" +
              std::string(std::strtoul(arguments[3], nullptr, 10), 'h')) {}

  void answer(FCGX_Request& request) {
    directory_.find(login_in(request));
    const Fresh fresh = carry_out();
    const std::string text =
        writes_ ? "Status: 303\r\nLocation: /bare/" + fresh.hex10 + "\r\n\r\n" : page_;
    FCGX_PutStr(text.data(), static_cast<int>(text.size()), request.out);
  }

 private:
  Fresh carry_out() {
    Fresh fresh;
    char text[32];
    ++serial_;
    std::snprintf(text, sizeof text, "%02x%08lx", number_, serial_);
    fresh.hex10 = text;
    std::snprintf(text, sizeof text, "%02d%07lu", number_, serial_);
    fresh.dec9 = text;
    for (Step& step : steps_) {
      std::string id;
      if (step.kind == "query") database_.run(step.text);
      if (step.kind == "statement") id = database_.execute(step, fresh);
      if (step.kind == "file") file_.write(fresh.hex10);
      fresh.ids.push_back(id);
    }
    return fresh;
  }

  const int number_;
  const bool writes_;
  unsigned long serial_ = 0;
  std::vector<Step> steps_;
  const File file_;
  const std::string page_;
  Directory directory_;
  Database database_;
};

[[noreturn]] void serve(int listening, int number, int count, char** arguments) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  try {
    Worker worker(number, arguments, count == 6);
    FCGX_Request request;
    FCGX_InitRequest(&request, listening, 0);
    while (FCGX_Accept_r(&request) == 0) {
      worker.answer(request);
      FCGX_Finish_r(&request);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "same_work: %s\n", error.what());
  }
  ::_exit(1);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5 && count != 6) return 2;
  FCGX_Init();
  const int listening = FCGX_OpenSocket(arguments[1], 512);
  for (int number = std::atoi(arguments[2]); number > 0; --number) {
    if (::fork() == 0) serve(listening, number, count, arguments);
  }
  while (::wait(nullptr) > 0) continue;
}
