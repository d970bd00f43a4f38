# What every script of the stack knows: where things are, who runs what, and which ports and passwords were chosen.
set -eu

HERE=$(cd "${BASH_SOURCE%/*}" && pwd -P)
TOP=$(cd "$HERE/../.." && pwd -P)
BUILD=${BUILD:-$TOP/build}
STACK=${STACK:-$BUILD/stack}
[[ $BUILD == /* ]] || BUILD=$(realpath -m "$BUILD")
[[ $STACK == /* ]] || STACK=$(realpath -m "$STACK")
export TOP BUILD STACK
LOG=$STACK/log       # NAME.log, what each service said
PID_DIR=$STACK/run   # NAME.pid, the process whose end ends the service
CHOICES=$STACK/choices

# In the order in which they can be started; stopped in the opposite one.
SERVICES="slapd mariadb exchange-mariadb kamailio rt tftpd form submit api worker nginx apache"
# The nodes of a cluster, which runs only with the kind of exchange that is named after it.
CLUSTER="galera-1 galera-2 galera-3"

fail() {
  echo "stack: $*" >&2
  exit 1
}

# Only root can give each service the user it should have, and in.tftpd its folder as root.
as_root() {
  [ "$EUID" != 0 ] || return 0
  command -v sudo >/dev/null ||
    fail "root is needed, for in.tftpd and for running the web servers as www-data, and there is no sudo"
  local name keep=()
  for name in STACK BUILD STACK_ONLY STACK_PEOPLE STACK_PORTS STACK_WEBHOOK ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS; do
    [ -z "${!name-}" ] || keep+=("$name=${!name}")
  done
  exec sudo env "${keep[@]}" "$@"
}

# Words that go before a command: as the user who called up, through sudo or not, where they can
# get at the stack; and as the user of Debian's web servers, who is also spaconf's here.
owner_id=${SUDO_UID:-0} owner=()
[ "$owner_id" = 0 ] || setpriv --reuid="$owner_id" --clear-groups test -x "$TOP" 2>/dev/null || owner_id=0
[ "$owner_id" = 0 ] ||
  owner=(setpriv --reuid="$owner_id" --regid="$(getent passwd "$owner_id" | cut -d: -f4)" --init-groups)
web=("$HERE/with-checkout-access" setpriv --reuid=www-data --regid=www-data --init-groups)

# The port and password variables that up chose, NAME=value.
[ ! -r "$CHOICES" ] || . "$CHOICES"

LDAP_SUFFIX=dc=example,dc=cz
LDAP_BASE=ou=people,$LDAP_SUFFIX
LDAP_BIND_DN=cn=spaconf,ou=services,$LDAP_SUFFIX
LDAP_ADMIN_DN=cn=admin,$LDAP_SUFFIX
LDAP_GROUP=cn=voip-registrars,ou=groups,$LDAP_SUFFIX
LDAP_CA_FILE=$STACK/tls/ca.crt
MARIADB_SOCKET=$STACK/mariadb/sock MARIADB_PORT=${DB_PORT-}
DB_SOCKET=$MARIADB_SOCKET
DB_NAME=spaconf
EXCHANGE_DB_SOCKET=$STACK/exchange-mariadb/sock
SIP_DOMAIN=sip.example.cz
RT_QUEUE=Networking
TFTP_ROOT=$STACK/tftp/root
TFTP_STAGING=$STACK/tftp/staging
TFTP_GROUP=tftp
SPACONF_CONFIG=$STACK/spaconf/spaconf.conf

# Where the exchange has its accounts depends on its kind, which tests/stack/exchange chooses.
EXCHANGE=same-transaction
[ ! -e "$STACK/exchange" ] || EXCHANGE=$(<"$STACK/exchange")
PBX_DB=kamailio PBX_DIALECT=kamailio-5 PBX_SOCKET=$DB_SOCKET PBX_PORT=${DB_PORT-}
case $EXCHANGE in
  openser) PBX_DB=openser PBX_DIALECT=openser-1.3 ;;
  other-server) PBX_SOCKET=$EXCHANGE_DB_SOCKET PBX_PORT=$EXCHANGE_DB_PORT ;;
  # Who is no program of ours uses the node that no test stops.
  galera)
    DB_SOCKET=$STACK/galera-3/sock DB_PORT=${GALERA_PORT_3-}
    PBX_SOCKET=$DB_SOCKET PBX_PORT=$DB_PORT
    ;;
esac

# An empty folder of the stack, of the user whose name follows.
fresh() {
  rm -rf "$1"
  install -d -m "${3:-755}" -o "${2:-$owner_id}" "$1"
}

# What a service need not say of itself. prepare: once, before its first start; fill: once,
# after it; run: starts it; ready: whether it answers.
prepare() { :; }
fill() { :; }

# Starts a service's process, the leader of a session of its own, and notes which one it is.
launch() {
  local name=$1
  shift
  setsid "$@" </dev/null >>"$LOG/$name.log" 2>&1 9>&- &
  echo $! >"$PID_DIR/$name.pid"
  born $! >"$PID_DIR/$name.born"
}

# When a living process began, in the kernel's ticks: with its number that is one process
# and no other. Nothing for a dead one, even while it is still a zombie.
born() {
  local line fields
  read -r line 2>/dev/null <"/proc/$1/stat" || return 0
  read -ra fields <<<"${line##*) }"
  [[ ${fields[0]} == [ZX] ]] || echo "${fields[19]}"
}

tcp_open() {
  (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
