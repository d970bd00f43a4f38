#!/bin/bash
# Kamailio, registering the users that spaconf writes into its tables.
. "${BASH_SOURCE%/*}/lib.sh"
dir=$STACK/kamailio

prepare() {
  fresh "$dir"
  # Kamailio knows the versions of its own tables, and none of OpenSER's.
  local check=1
  [ "$EXCHANGE" != openser ] || check=0
  (umask 077 && sed -e "s|@DIR@|$dir|" -e "s|@SIP_DOMAIN@|$SIP_DOMAIN|" -e "s|@SIP_PORT@|$SIP_PORT|" \
    -e "s|@PBX_PORT@|$PBX_PORT|" -e "s|@PBX_DB@|$PBX_DB|" -e "s|@KAMAILIO_DB_PASSWORD@|$KAMAILIO_DB_PASSWORD|" \
    -e "s|@CHECK@|$check|" "$HERE/kamailio.cfg" >"$dir/kamailio.cfg")
  chown "$owner_id" "$dir/kamailio.cfg"
}

run() {
  launch kamailio "${owner[@]}" /usr/sbin/kamailio -f "$dir/kamailio.cfg" -P "$dir/pid" -Y "$dir" -m 32 -M 4 -DD -E
}

# A SIP request that came too early would be repeated for seconds: look at the socket instead.
ready() {
  [ -n "$(ss -Hlun "src 127.0.0.1:$SIP_PORT")" ] && [ -S "$dir/jsonrpc.sock" ]
}

"$@"
