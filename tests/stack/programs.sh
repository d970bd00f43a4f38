#!/bin/bash
# Our own: form.fcgi, submit.fcgi, api.fcgi and the worker, with the shipped configuration made to fit the stack.
. "${BASH_SOURCE%/*}/lib.sh"
dir=$STACK/spaconf

# Once for all four, but the others find it done.
prepare() {
  [ ! -e "$dir/done" ] || return 0
  fresh "$dir" root 750
  chgrp www-data "$dir"
  secret web.key < <(openssl rand 32)
  secret database.key < <(openssl rand 32)
  secret database.password <<<"$SPACONF_DB_PASSWORD"
  secret account.password <<<"$EXCHANGE_DB_PASSWORD"
  secret person.password <<<"$LDAP_BIND_PASSWORD"
  secret ticket.token "$STACK/rt/token"
  configuration
  [ -z "${STACK_WEBHOOK-}" ] || webhook
  # mod_fcgid hands each copy of a program one request at a time.
  "$HERE/set-config" "$SPACONF_CONFIG" web.form_workers:=1 web.submit_workers:=1 \
    web.api_workers:=1 >"$dir/fcgid.conf"
  spaconf migrate
  spaconf initial-profiles
  touch "$dir/done"
}

# The token of a client that may do everything, as stack.env has it.
fill() {
  [ "$1" = api ] || return 0
  local token
  token=$(spaconf token add stack --scope read,register,change,profile,people,events)
  secret api.token <<<"$token"
}

secret() {
  install -m 640 -o root -g www-data "${2:-/dev/stdin}" "$dir/$1"
}

configuration() {
  local url host origins= server=() database=(database.socket="$DB_SOCKET")
  for host in 127.0.0.1 localhost; do
    for url in $NGINX_PORT $APACHE_PORT $FCGID_PORT; do origins+="${origins:+, }\"http://$host:$url\""; done
  done
  [ "$EXCHANGE" != other-server ] || server=(account.host=127.0.0.1 account.port:="$EXCHANGE_DB_PORT"
    account.user="$SPACONF_DB_USER" account.password_file="$dir/account.password" account.ca_file="$LDAP_CA_FILE")
  [ "$EXCHANGE" != galera ] || database=(database.hosts:="[$(printf '"127.0.0.1:%s"\n' \
    "$GALERA_PORT_1" "$GALERA_PORT_2" "$GALERA_PORT_3" | paste -sd,)]")
  "$HERE/set-config" "$TOP/spaconf.conf" templates="$TOP/templates" translations="$BUILD/po" \
    web.origins:="[$origins]" web.key_file="$dir/web.key" \
    web.form_socket="$STACK/web/form.sock" web.submit_socket="$STACK/web/submit.sock" \
    web.api_socket="$STACK/web/api.sock" \
    web.roles.reader:="[\"$READER_USER\"]" web.roles.registrar:="[\"$WEB_USER\"]" \
    web.roles.administrator:="[\"$ADMIN_USER\"]" web.roles.registrar_groups:="[\"$LDAP_GROUP\"]" \
    "${database[@]}" database.name="$DB_NAME" database.user="$SPACONF_DB_USER" \
    database.password_file="$dir/database.password" database.key_file="$dir/database.key" \
    person.uri="ldap://127.0.0.1:$LDAP_PORT" person.ca_file="$LDAP_CA_FILE" person.bind_dn="$LDAP_BIND_DN" \
    person.password_file="$dir/person.password" person.base="$LDAP_BASE" \
    phone.root="$TFTP_ROOT" phone.staging="$TFTP_STAGING" phone.group="$TFTP_GROUP" \
    phone.server="tftp://127.0.0.1:$TFTP_PORT" phone.fetch_logs:="[\"$STACK/tftp/syslog\"]" \
    account.dialect="$PBX_DIALECT" account.database="$PBX_DB" "${server[@]}" account.domain="$SIP_DOMAIN" account.proxy="127.0.0.1:$SIP_PORT" \
    account.sip="127.0.0.1:$SIP_PORT" \
    ticket.url="http://127.0.0.1:$RT_PORT" ticket.token_file="$dir/ticket.token" ticket.queue="$RT_QUEUE" \
    ticket.ca_file="$LDAP_CA_FILE" ticket.settle:=2 ticket.gather:=1 registration.interval:=1 >"$SPACONF_CONFIG"
  [ "$EXCHANGE" != galera ] || sed -i '/^socket = /d' "$SPACONF_CONFIG"
}

webhook() {
  secret webhook.secret <<<"$WEBHOOK_SECRET"
  cat >>"$SPACONF_CONFIG" <<END

[webhook.portal]
url = "http://127.0.0.1:$RECEIVER_PORT/"
secret_file = "$dir/webhook.secret"
END
}

runnable() {
  "${web[@]}" test -x "$1" ||
    fail "there is no $1 that www-data may run: build first (make), and mind the umask"
}

spaconf() {
  runnable "$BUILD/cli/spaconf"
  SPACONF_CONFIG=$SPACONF_CONFIG "${web[@]}" "$BUILD/cli/spaconf" "$@"
}

run() {
  local command=("$BUILD/fcgi/$1.fcgi")
  [ "$1" != worker ] || command=("$BUILD/cli/spaconf" worker)
  runnable "${command[0]}"
  SPACONF_CONFIG=$SPACONF_CONFIG launch "$1" "${web[@]}" "${command[@]}"
}

# The worker has no door to knock at. It blocks TERM, INT and HUP while it works, and waits for them when it rests.
ready() {
  local process
  case $1 in
    worker)
      process=/proc/$(cat "$PID_DIR/worker.pid")
      grep -q "^SigBlk:.*4003$" "$process/status" || grep -q sigtimedwait "$process/wchan"
      ;;
    *) ss -Hxl | grep -qF " $STACK/web/$1.sock " ;;
  esac
}

"$@"
