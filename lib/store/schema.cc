// The numbered steps of our schema.
// Each step is done once. A step that was released is never changed; the next one corrects it. DDL
// commits by itself in MariaDB, so every statement can be repeated after a step that was cut short.
#include "store/schema.h"

#include "base/error.h"

namespace spaconf {
namespace {

struct Step {
  const char* what;
  std::vector<const char*> statements;
};

const std::vector<Step>& steps() {
  static const std::vector<Step> all = {
      {"phones, accounts and tasks",
       {
           R"(CREATE TABLE IF NOT EXISTS registration (
  id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ref               CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state             ENUM('live', 'retiring', 'retired') NOT NULL DEFAULT 'live',
  model             VARCHAR(16) CHARACTER SET ascii NOT NULL,
  mac               CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
  active_mac        CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
  serial            VARCHAR(64) CHARACTER SET utf8mb4 NOT NULL,
  hostname          VARCHAR(63) CHARACTER SET ascii NOT NULL,
  inventory         VARCHAR(64) NOT NULL,
  settings          TEXT CHARACTER SET ascii NOT NULL DEFAULT (''),
  login             VARCHAR(64) NOT NULL,
  person_name       VARCHAR(255) NOT NULL,
  person_mail       VARCHAR(255) NOT NULL,
  person_telephone  VARCHAR(255) NOT NULL,
  person_room       VARCHAR(255) NOT NULL,
  person_department VARCHAR(255) NOT NULL,
  version           INT UNSIGNED NOT NULL DEFAULT 1,
  generation        INT UNSIGNED NOT NULL DEFAULT 1,
  profile_state     ENUM('none', 'pending', 'done') NOT NULL,
  profile_sha256    CHAR(64) CHARACTER SET ascii NULL,
  profile_reason    VARCHAR(500) NOT NULL DEFAULT '',
  ticket_state      ENUM('pending', 'unknown', 'done', 'parked', 'none') NOT NULL DEFAULT 'pending',
  ticket_number     BIGINT UNSIGNED NULL,
  ticket_status     VARCHAR(64) NOT NULL DEFAULT '',
  ticket_settled    BOOL NOT NULL DEFAULT FALSE,
  ticket_mail       VARCHAR(255) NOT NULL DEFAULT '',
  ticket_requestor  VARCHAR(255) NOT NULL DEFAULT '',
  ticket_checked_at DATETIME(3) NULL,
  search_terms      TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor             VARCHAR(255) NOT NULL,
  created           DATETIME(3) NOT NULL,
  changed           DATETIME(3) NULL,
  updated           DATETIME(3) NOT NULL,
  UNIQUE KEY ref (ref),
  UNIQUE KEY active_mac (active_mac),
  KEY login (login),
  KEY by_state (state, profile_state, ticket_state),
  KEY by_person (person_name),
  KEY by_room (person_room),
  KEY by_mac (mac)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS account (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user        VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  user_lower  VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin AS (LOWER(user)) STORED,
  domain      VARCHAR(255) CHARACTER SET ascii NOT NULL,
  secret      VARBINARY(255) NOT NULL,
  owner       VARCHAR(64) NOT NULL,
  permissions VARCHAR(500) NOT NULL,
  created     DATETIME(3) NOT NULL,
  UNIQUE KEY account_name (user, domain),
  KEY by_user_lower (user_lower)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS former_password (
  account_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  secret     VARBINARY(255) NOT NULL,
  until      DATETIME NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS line (
  registration_id BIGINT UNSIGNED NOT NULL,
  position        TINYINT UNSIGNED NOT NULL,
  account_id      BIGINT UNSIGNED NOT NULL,
  display         VARCHAR(255) NOT NULL,
  PRIMARY KEY (registration_id, position),
  KEY account (account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS search_term (
  term            VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  registration_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (term, registration_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS request (
  actor       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  request_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  fingerprint CHAR(64) CHARACTER SET ascii NOT NULL,
  ref         CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created     DATETIME(3) NOT NULL,
  UNIQUE KEY request_key (request_key, actor)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS task (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  registration_id BIGINT UNSIGNED NOT NULL,
  kind            ENUM('profile', 'ticket') NOT NULL,
  generation      INT UNSIGNED NOT NULL,
  state           ENUM('due', 'done', 'parked') NOT NULL DEFAULT 'due',
  of_batch        BOOL NOT NULL DEFAULT FALSE,
  attempts        INT UNSIGNED NOT NULL DEFAULT 0,
  not_before      DATETIME(3) NOT NULL,
  lease_owner     VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until     DATETIME(3) NULL,
  reason          VARCHAR(500) NOT NULL DEFAULT '',
  note            TEXT NOT NULL DEFAULT (''),
  created         DATETIME(3) NOT NULL,
  UNIQUE KEY one_per_generation (registration_id, kind, generation),
  KEY due (state, not_before),
  KEY in_turn (state, kind, of_batch, not_before)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS failed_step (
  step   VARCHAR(64) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  reason VARCHAR(500) NOT NULL,
  since  DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS withdrawal (
  mac             CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  registration_id BIGINT UNSIGNED NOT NULL,
  KEY registration (registration_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS revision (
  registration_id BIGINT UNSIGNED NOT NULL,
  version         INT UNSIGNED NOT NULL,
  since           DATETIME(3) NOT NULL,
  until           DATETIME(3) NOT NULL,
  actor           VARCHAR(255) NOT NULL,
  action          VARCHAR(32) CHARACTER SET ascii NOT NULL,
  content         MEDIUMTEXT NOT NULL,
  PRIMARY KEY (registration_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS audit (
  id     BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at     DATETIME(3) NOT NULL,
  actor  VARCHAR(255) NOT NULL,
  action VARCHAR(32) CHARACTER SET ascii NOT NULL,
  ref    CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  detail TEXT NOT NULL,
  KEY ref (ref)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"when phones fetched their profiles and were online",
       {
           R"(CREATE TABLE IF NOT EXISTS profile_fetch (
  mac     CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source  ENUM('tftp', 'http', 'phone') NOT NULL,
  at      DATETIME NOT NULL,
  address VARCHAR(45) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (mac, source)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS log_position (
  file     VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
  inode    BIGINT UNSIGNED NOT NULL,
  position BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS online (
  registration_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  since           DATETIME NOT NULL,
  missing         DATETIME NULL,
  KEY missing (missing)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      // Without these a purge would read, and lock, every row.
      {"indexes by time for what is purged",
       {
           "CREATE INDEX at ON audit (at)",
           "CREATE INDEX created ON request (created)",
           "CREATE INDEX until ON revision (until)",
       }},
      {"clients of the API with their tokens, and request limits",
       {
           R"(CREATE TABLE IF NOT EXISTS client (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scopes    VARCHAR(255) CHARACTER SET ascii NOT NULL,
  networks  TEXT CHARACTER SET ascii NOT NULL,
  expires   DATE NULL,
  created   DATETIME(3) NOT NULL,
  revoked   DATETIME(3) NULL,
  last_used DATETIME(3) NULL,
  UNIQUE KEY client_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS client_token (
  prefix      CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  client_id   BIGINT UNSIGNED NOT NULL,
  sha256      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  valid_until DATETIME(3) NULL,
  KEY client (client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS request_limit (
  subject    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  full_at    DATETIME(6) NOT NULL,
  is_refused BOOL NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"certificates of clients",
       {
           R"(CREATE TABLE IF NOT EXISTS client_certificate (
  client_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  subject   VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  UNIQUE KEY client_certificate_subject (subject)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"what came of the rows of a batch of registrations",
       {
           R"(CREATE TABLE IF NOT EXISTS batch_answer (
  actor       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  request_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  answer      MEDIUMTEXT NOT NULL,
  created     DATETIME(3) NOT NULL,
  PRIMARY KEY (request_key, actor),
  KEY created (created)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"events of phones, and their delivery to webhooks",
       {
           R"(CREATE TABLE IF NOT EXISTS event (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  position  BIGINT UNSIGNED NULL,
  public_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  type      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at        DATETIME(3) NOT NULL,
  ref       CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version   INT UNSIGNED NOT NULL,
  login     VARCHAR(64) NOT NULL,
  mac       CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
  action    VARCHAR(32) CHARACTER SET ascii NOT NULL,
  actor     VARCHAR(255) NOT NULL,
  UNIQUE KEY position (position),
  KEY at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS event_position (
  id   TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  last BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           "INSERT IGNORE INTO event_position (id, last) VALUES (1, 0)",
           R"(CREATE TABLE IF NOT EXISTS first_event (
  registration_id BIGINT UNSIGNED NOT NULL,
  type            VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (registration_id, type)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           // What existing phones did first is past, so it becomes no event.
           "INSERT IGNORE INTO first_event (registration_id, type)"
           " SELECT registration.id, 'phone.profile_fetched' FROM registration"
           " JOIN profile_fetch ON profile_fetch.mac = active_mac",
           "INSERT IGNORE INTO first_event (registration_id, type)"
           " SELECT registration_id, 'phone.online' FROM online",
           R"(CREATE TABLE IF NOT EXISTS delivery (
  webhook     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position    BIGINT UNSIGNED NOT NULL,
  state       ENUM('due', 'parked') NOT NULL DEFAULT 'due',
  attempts    INT UNSIGNED NOT NULL DEFAULT 0,
  not_before  DATETIME(3) NOT NULL,
  lease_owner VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until DATETIME(3) NULL,
  reason      VARCHAR(500) NOT NULL DEFAULT '',
  created     DATETIME(3) NOT NULL,
  PRIMARY KEY (webhook, position),
  KEY in_turn (webhook, state, position),
  KEY created (created)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"mails to people",
       {
           R"(CREATE TABLE IF NOT EXISTS mail (
  registration_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  login           VARCHAR(64) NOT NULL,
  address         VARCHAR(255) NOT NULL,
  sent            DATETIME(3) NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           // No mails about phones that were ready before this step.
           "INSERT IGNORE INTO mail (registration_id, login, address)"
           " SELECT id, login, '' FROM registration WHERE ticket_settled",
           "ALTER TABLE task MODIFY kind ENUM('profile', 'ticket', 'mail') NOT NULL",
       }},
      {"request limits in memory",
       {
           // Each request of a client would wait for the disk. A limit may be forgotten.
           "ALTER TABLE request_limit ENGINE=MEMORY",
       }},
      {"accounts that wait for the exchange, and all former passwords of a day",
       {
           R"(ALTER TABLE account
  ADD COLUMN exchange_state  ENUM('current', 'pending', 'leaving', 'foreign') NOT NULL DEFAULT 'current',
  ADD COLUMN exchange_reason VARCHAR(500) NOT NULL DEFAULT '',
  ADD COLUMN is_ours         BOOL NOT NULL DEFAULT TRUE,
  ADD COLUMN changed_for     BIGINT UNSIGNED NULL,
  ADD COLUMN waits_since     DATETIME(3) NULL,
  ADD KEY by_exchange_state (exchange_state, changed_for),
  ADD KEY by_changed_for (changed_for))",
           R"(ALTER TABLE former_password
  DROP PRIMARY KEY,
  ADD COLUMN id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST,
  ADD KEY account (account_id))",
       }},
      {"locks of accounts that the hosts of a cluster see",
       {
           "ALTER TABLE account ADD COLUMN locked DATETIME(6) NULL",
       }},
      {"whether the exchange had other accounts of the same names",
       {
           "ALTER TABLE account ADD COLUMN was_free BOOL NOT NULL DEFAULT FALSE,"
           " ADD COLUMN may_overwrite BOOL NOT NULL DEFAULT FALSE",
       }},
      {"machines with a TFTP folder each, and the profiles that they do not have yet",
       {
           R"(CREATE TABLE IF NOT EXISTS profile_node (
  name VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  host VARCHAR(255) CHARACTER SET ascii NOT NULL,
  seen DATETIME(3) NOT NULL,
  is_complete BOOL NOT NULL DEFAULT FALSE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS node_backlog (
  node       VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mac        CHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  since      DATETIME(6) NOT NULL,
  failures   INT UNSIGNED NOT NULL DEFAULT 0,
  not_before DATETIME(3) NULL,
  reason     VARCHAR(500) NOT NULL DEFAULT '',
  PRIMARY KEY (node, mac),
  KEY in_turn (node, failures, since),
  KEY mac (mac)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"roll-outs: people, and the phones that are registered for them one after another",
       {
           R"(CREATE TABLE IF NOT EXISTS rollout (
  id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ref     CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  model   VARCHAR(16) CHARACTER SET ascii NOT NULL,
  actor   VARCHAR(255) NOT NULL,
  created DATETIME(3) NOT NULL,
  UNIQUE KEY ref (ref),
  KEY created (created)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS rollout_person (
  rollout  BIGINT UNSIGNED NOT NULL,
  position INT UNSIGNED NOT NULL,
  login    VARCHAR(64) NOT NULL,
  name     VARCHAR(255) NOT NULL,
  room     VARCHAR(255) NOT NULL,
  PRIMARY KEY (rollout, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           "ALTER TABLE registration ADD COLUMN rollout BIGINT UNSIGNED NULL,"
           " ADD KEY rollout (rollout)",
       }},
      {"phones and accounts that were there before spaconf",
       {
           "ALTER TABLE registration MODIFY profile_state"
           " ENUM('none', 'pending', 'done', 'adopted') NOT NULL",
           "ALTER TABLE account ADD COLUMN is_adopted BOOL NOT NULL DEFAULT FALSE",
       }},
      {"jobs on many phones, with their tables and what came of each row",
       {
           R"(CREATE TABLE IF NOT EXISTS job (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ref         CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  request_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title       VARCHAR(255) NOT NULL,
  options     TEXT NOT NULL,
  state       ENUM('checking', 'checked', 'running', 'done', 'stopped', 'cancelled') NOT NULL,
  mode        ENUM('undecided', 'all', 'skip') NOT NULL DEFAULT 'undecided',
  total       INT UNSIGNED NOT NULL DEFAULT 0,
  planned     INT UNSIGNED NOT NULL DEFAULT 0,
  tried_to    INT UNSIGNED NOT NULL DEFAULT 0,
  reason      VARCHAR(500) NOT NULL DEFAULT '',
  not_before  DATETIME(3) NOT NULL,
  lease_owner VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until DATETIME(3) NULL,
  tries       INT UNSIGNED NOT NULL DEFAULT 0,
  created     DATETIME(3) NOT NULL,
  confirmed   DATETIME(3) NULL,
  finished    DATETIME(3) NULL,
  UNIQUE KEY job_ref (ref),
  UNIQUE KEY job_request (request_key, actor),
  KEY in_turn (state, not_before),
  KEY by_actor (actor, id),
  KEY created (created)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS job_text (
  job_id BIGINT UNSIGNED NOT NULL,
  piece  INT UNSIGNED NOT NULL,
  sealed MEDIUMBLOB NOT NULL,
  PRIMARY KEY (job_id, piece)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           R"(CREATE TABLE IF NOT EXISTS job_row (
  job_id    BIGINT UNSIGNED NOT NULL,
  line      INT UNSIGNED NOT NULL,
  ref       CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version   INT UNSIGNED NOT NULL,
  verdict   ENUM('unchecked', 'registers', 'changes', 'unchanged', 'refused', 'overtaken') NOT NULL,
  is_done   BOOL NOT NULL DEFAULT FALSE,
  is_good   BOOL AS (verdict NOT IN ('refused', 'overtaken')) STORED,
  sentences TEXT NOT NULL,
  sealed    MEDIUMBLOB NOT NULL,
  PRIMARY KEY (job_id, line),
  KEY bad_first (job_id, is_good, line),
  KEY in_turn (job_id, is_done, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
       }},
      {"jobs that wait for the names of their table's columns",
       {
           "ALTER TABLE job MODIFY state ENUM('checking', 'checked', 'running', 'done', 'stopped',"
           " 'cancelled', 'naming') NOT NULL",
       }},
      {"one ticket for many phones",
       {
           R"(CREATE TABLE IF NOT EXISTS ticket_batch (
  id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ref              CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  origin           ENUM('import', 'scan', 'api') NOT NULL,
  title            VARCHAR(255) NOT NULL,
  actor            VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  login            VARCHAR(255) NOT NULL,
  request_key      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  texts            INT UNSIGNED NOT NULL DEFAULT 0,
  is_to_be_checked BOOL NOT NULL DEFAULT FALSE,
  ticket_number    BIGINT UNSIGNED NULL,
  ticket_mail      VARCHAR(255) NOT NULL DEFAULT '',
  ticket_requestor VARCHAR(255) NOT NULL DEFAULT '',
  attempts         INT UNSIGNED NOT NULL DEFAULT 0,
  not_before       DATETIME(3) NOT NULL,
  lease_owner      VARCHAR(64) CHARACTER SET ascii NULL,
  lease_until      DATETIME(3) NULL,
  created          DATETIME(3) NOT NULL,
  UNIQUE KEY ref (ref),
  UNIQUE KEY ticket_batch_request (request_key, actor)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)",
           "ALTER TABLE registration ADD COLUMN ticket_batch CHAR(10) CHARACTER SET ascii"
           " COLLATE ascii_bin NULL, ADD KEY ticket_batch (ticket_batch),"
           " ADD KEY ticket_number (ticket_number)",
           "ALTER TABLE task ADD COLUMN batch_text INT UNSIGNED NULL",
           "ALTER TABLE rollout ADD COLUMN has_ticket_per_phone BOOL NOT NULL DEFAULT FALSE",
           // Those that have begun go on as they began.
           "UPDATE rollout SET has_ticket_per_phone = TRUE",
       }},
      {"people in the order of the Czech alphabet",
       {
           // With an index on a VIRTUAL column, `mariadbd --wsrep-recover` of a host that was killed
           // does not end and takes all memory (MariaDB 10.11.19).
           "ALTER TABLE registration ADD COLUMN person_name_cs VARCHAR(255) CHARACTER SET utf8mb4"
           " COLLATE utf8mb4_czech_ci AS (person_name) STORED",
           "ALTER TABLE registration ADD KEY by_person_cs (person_name_cs)",
       }},
  };
  return all;
}

/// How long one question for the lock of migrations waits.
constexpr int lock_seconds = 60;

/// Takes the lock of migrations, which ends with the connection.
void wait_for_turn(sql::Connection& database, const std::function<void(const std::string&)>& say) {
  auto lock = [&](int seconds) {
    const auto rows =
        database.query("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), ?)", {seconds});
    if (rows[0].is_null(0)) throw Unavailable("database", "lock: the server gave none");
    return rows[0].number(0) == 1;
  };
  if (lock(0)) return;
  say("Another migration is running; waiting for it.");
  while (!lock(lock_seconds)) {
  }
}

void change(sql::Connection& database, const char* statement) {
  try {
    database.change(statement);
  } catch (const sql::AlreadyThere&) {
    // The step was cut short after this statement.
  }
}

void refuse_newer(int version) {
  if (version <= schema_version()) return;
  throw Misconfigured("database: version " + std::to_string(version) +
                      " is newer than this program, which knows " +
                      std::to_string(schema_version()));
}

}  // namespace

int schema_version() { return static_cast<int>(steps().size()); }

int current_schema_version(sql::Connection& database) {
  try {
    const auto rows = database.query("SELECT MAX(version) FROM schema_version");
    return static_cast<int>(rows[0].number(0));
  } catch (const sql::MissingTable&) {
    return 0;
  }
}

void migrate(sql::Connection& database, const std::function<void(const std::string&)>& say) {
  database.wait_for_ever();
  wait_for_turn(database, say);
  int version = current_schema_version(database);
  refuse_newer(version);
  database.change(
      "CREATE TABLE IF NOT EXISTS schema_version (version INT NOT NULL PRIMARY KEY,"
      " since DATETIME NOT NULL) ENGINE=InnoDB");
  for (; version < schema_version(); ++version) {
    const Step& step = steps()[static_cast<std::size_t>(version)];
    say(std::to_string(version + 1) + " of " + std::to_string(schema_version()) + ": " + step.what);
    for (const char* statement : step.statements) change(database, statement);
    database.change("INSERT INTO schema_version VALUES (?, UTC_TIMESTAMP())", {version + 1});
  }
  database.query("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))");
}

void require_schema(sql::Connection& database) {
  int version = current_schema_version(database);
  refuse_newer(version);
  if (version == schema_version()) return;
  throw Unavailable("database", "schema: version " + std::to_string(version) +
                                    " is older than this program, which needs " +
                                    std::to_string(schema_version()) + ": run `spaconf migrate`");
}

}  // namespace spaconf
