#!/bin/bash
# MariaDB: mariadb has our database, and an exchange's beside it; exchange-mariadb is for an exchange on another server;
# galera-1 to galera-3 are a cluster with both. Commits are durable.
. "${BASH_SOURCE%/*}/lib.sh"
name=$2 dir=$STACK/$2
case $name in
  mariadb) port=$MARIADB_PORT socket=$MARIADB_SOCKET password=$SPACONF_DB_PASSWORD memory=128M tls= must= ;;
  exchange-mariadb)
    port=$EXCHANGE_DB_PORT socket=$EXCHANGE_DB_SOCKET password=$EXCHANGE_DB_PASSWORD memory=32M must="REQUIRE SSL"
    tls="ssl-cert = $STACK/tls/server.crt
ssl-key = $STACK/tls/server.key"
    ;;
  galera-*)
    number=${name#galera-} port=GALERA_PORT_$number
    port=${!port} socket=$dir/sock password=$SPACONF_DB_PASSWORD memory=64M tls= must=
    # As root, the copy from another node fails.
    owner_id=$(id -u mysql)
    owner=("$HERE/with-checkout-access" setpriv --reuid=mysql --regid=mysql --clear-groups)
    ;;
esac

# A node that is silent is left out of the cluster after two seconds, and not after five, so that a request can wait for it.
node() {
  local group=GALERA_GROUP_PORT_$number ist=GALERA_IST_PORT_$number sst=GALERA_SST_PORT_$number
  cat <<END
binlog-format = ROW
innodb-autoinc-lock-mode = 2
wsrep-on = ON
wsrep-provider = /usr/lib/galera/libgalera_smm.so
wsrep-cluster-name = $(basename "$STACK")-$GALERA_GROUP_PORT_1
wsrep-cluster-address = gcomm://127.0.0.1:$GALERA_GROUP_PORT_1,127.0.0.1:$GALERA_GROUP_PORT_2,127.0.0.1:$GALERA_GROUP_PORT_3
wsrep-node-name = $name
wsrep-node-address = 127.0.0.1:${!group}
wsrep-sst-method = rsync
wsrep-sst-receive-address = 127.0.0.1:${!sst}
wsrep-provider-options = "gmcast.listen_addr=tcp://127.0.0.1:${!group};ist.recv_addr=127.0.0.1:${!ist};gcache.size=32M;evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S"
END
}

prepare() {
  fresh "$dir"
  fresh "$dir/tmp"
  cat >"$dir/my.cnf" <<END
[mariadbd]
user = $(id -un "$owner_id")
datadir = $dir/data
tmpdir = $dir/tmp
socket = $socket
pid-file = $dir/pid
bind-address = 127.0.0.1
port = $port
skip-name-resolve
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
innodb-flush-log-at-trx-commit = 1
innodb-buffer-pool-size = $memory
performance-schema = OFF
$tls
$([[ $name != galera-* ]] || node)

[client]
socket = $socket
user = $DB_USER
password = "$DB_PASSWORD"
END
  chmod 600 "$dir/my.cnf"
  chown "$owner_id" "$dir/my.cnf"
  # The other nodes copy everything.
  [[ $name != galera-[23] ]] || { fresh "$dir/data"; return; }
  "${owner[@]}" mariadb-install-db --defaults-file="$dir/my.cnf" --skip-test-db \
    --auth-root-authentication-method=normal
}

run() {
  local server=("${owner[@]}" /usr/sbin/mariadbd --defaults-file="$dir/my.cnf") as=()
  if [ "$name" = galera-1 ] && [ ! -e "$dir/data/grastate.dat" ]; then
    as=(--wsrep-new-cluster)
  elif [[ $name == galera-* ]] && [ -e "$dir/data/grastate.dat" ]; then
    # A node that was killed is sent only what it lacks, if it says what it has. It may then fail to end.
    as=(--wsrep-start-position="$(timeout -s KILL 20 "${server[@]}" --wsrep-recover 2>&1 | sed -n 's/.*Recovered position: *//p' | tail -n 1)")
  fi
  launch "$name" "${server[@]}" "${as[@]}"
}

# The server answers also one whose password is not set yet. A node accepts work some time after that.
ready() {
  local login
  if [[ $name == galera-* ]]; then
    for login in "--connect-timeout=2" "--password="; do
      ! mariadb --defaults-file="$dir/my.cnf" "$login" -e "DO NULL" >/dev/null 2>&1 || return 0
    done
    return 1
  fi
  mariadb-admin --defaults-file="$dir/my.cnf" --connect-timeout=2 ping >/dev/null 2>&1
}

fill() {
  [[ $name != galera-[23] ]] || return 0
  mariadb --defaults-file="$dir/my.cnf" --password= <<END
CREATE USER kamailio@127.0.0.1 IDENTIFIED BY '$KAMAILIO_DB_PASSWORD';
CREATE USER $SPACONF_DB_USER@localhost IDENTIFIED BY '$password';
CREATE USER $SPACONF_DB_USER@127.0.0.1 IDENTIFIED BY '$password' $must;
DELETE FROM mysql.global_priv WHERE User = '$DB_USER' AND Host NOT IN ('localhost', '127.0.0.1');
FLUSH PRIVILEGES;
SET PASSWORD FOR $DB_USER@127.0.0.1 = PASSWORD('$DB_PASSWORD');
SET PASSWORD FOR $DB_USER@localhost = PASSWORD('$DB_PASSWORD');
END
  databases
}

# Makes the databases of this server, or makes them again, empty: ours, and the exchange's on the server where its kind has it.
databases() {
  {
    echo "DROP DATABASE IF EXISTS kamailio; DROP DATABASE IF EXISTS openser;"
    [ "$name" = exchange-mariadb ] || ours
    [[ $name != galera-* && "$socket" != "$PBX_SOCKET" ]] || exchange
  } | mariadb --defaults-file="$dir/my.cnf"
}

ours() {
  cat <<END
CREATE OR REPLACE DATABASE $DB_NAME;
GRANT ALL ON $DB_NAME.* TO $SPACONF_DB_USER@localhost;
GRANT ALL ON $DB_NAME.* TO $SPACONF_DB_USER@127.0.0.1;
END
}

# latin1 is what kamdbctl creates; the exchange's tables are what Kamailio ships.
exchange() {
  cat <<END
CREATE DATABASE kamailio CHARACTER SET latin1;
USE kamailio;
$(cat /usr/share/kamailio/mysql/{standard,auth_db,group,usrloc}-create.sql)
GRANT SELECT, INSERT, UPDATE, DELETE ON kamailio.* TO kamailio@127.0.0.1;
$([ "$EXCHANGE" != openser ] || openser)
$(grants "$SPACONF_DB_USER@localhost")
$(grants "$SPACONF_DB_USER@127.0.0.1")
END
}

# Kamailio reads these accounts. Its contacts are in a table of its own, which is shown here as OpenSER's.
openser() {
  cat <<END
CREATE DATABASE openser CHARACTER SET latin1;
USE openser;
$(/usr/bin/python3 -B "$HERE/exchange_tables.py" OPENSER MyISAM subscriber grp)
CREATE VIEW location AS SELECT id, username, domain, contact, expires, last_modified, user_agent FROM kamailio.location;
GRANT SELECT ON openser.subscriber TO kamailio@127.0.0.1;
END
}

# What spaconf needs of the exchange, and no more.
grants() {
  cat <<END
GRANT SELECT, INSERT, UPDATE, DELETE ON $PBX_DB.subscriber TO $1;
GRANT SELECT, INSERT, UPDATE, DELETE ON $PBX_DB.grp TO $1;
GRANT SELECT ON $PBX_DB.location TO $1;
END
}

"$@"
