#!/bin/bash
# MariaDB with Kamailio's packaged tables and an empty database for ours; commits are durable.
. "${BASH_SOURCE%/*}/lib.sh"
dir=$STACK/mariadb

prepare() {
  fresh "$dir"
  fresh "$dir/tmp"
  cat >"$dir/my.cnf" <<END
[mariadbd]
user = $(id -un "$owner_id")
datadir = $dir/data
tmpdir = $dir/tmp
socket = $DB_SOCKET
pid-file = $dir/pid
bind-address = 127.0.0.1
port = $DB_PORT
skip-name-resolve
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
innodb-flush-log-at-trx-commit = 1
innodb-buffer-pool-size = 128M
performance-schema = OFF

[client]
socket = $DB_SOCKET
user = $DB_USER
password = "$DB_PASSWORD"
END
  chmod 600 "$dir/my.cnf"
  chown "$owner_id" "$dir/my.cnf"
  "${owner[@]}" mariadb-install-db --defaults-file="$dir/my.cnf" --skip-test-db \
    --auth-root-authentication-method=normal
}

run() {
  launch mariadb "${owner[@]}" /usr/sbin/mariadbd --defaults-file="$dir/my.cnf"
}

# The server answers also one whose password is not set yet.
ready() {
  mariadb-admin --defaults-file="$dir/my.cnf" --connect-timeout=2 ping >/dev/null 2>&1
}

fill() {
  # latin1 is what kamdbctl creates; the exchange's tables are what Kamailio ships.
  mariadb --defaults-file="$dir/my.cnf" --password= <<END
CREATE DATABASE $DB_NAME;
CREATE DATABASE $PBX_DB CHARACTER SET latin1;
USE $PBX_DB;
$(cat /usr/share/kamailio/mysql/{standard,auth_db,group,usrloc}-create.sql)
CREATE USER kamailio@127.0.0.1 IDENTIFIED BY '$KAMAILIO_DB_PASSWORD';
GRANT SELECT, INSERT, UPDATE, DELETE ON $PBX_DB.* TO kamailio@127.0.0.1;
$(grants "$SPACONF_DB_USER@localhost")
$(grants "$SPACONF_DB_USER@127.0.0.1")
DELETE FROM mysql.global_priv WHERE User = '$DB_USER' AND Host NOT IN ('localhost', '127.0.0.1');
FLUSH PRIVILEGES;
SET PASSWORD FOR $DB_USER@127.0.0.1 = PASSWORD('$DB_PASSWORD');
SET PASSWORD FOR $DB_USER@localhost = PASSWORD('$DB_PASSWORD');
END
}

# What spaconf needs of the exchange, and no more.
grants() {
  cat <<END
CREATE USER $1 IDENTIFIED BY '$SPACONF_DB_PASSWORD';
GRANT ALL ON $DB_NAME.* TO $1;
GRANT SELECT, INSERT, UPDATE, DELETE ON $PBX_DB.subscriber TO $1;
GRANT SELECT, INSERT, UPDATE, DELETE ON $PBX_DB.grp TO $1;
GRANT SELECT ON $PBX_DB.location TO $1;
GRANT SELECT ON $PBX_DB.version TO $1;
END
}

"$@"
