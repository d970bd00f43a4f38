#!/bin/bash
# tftpd-hpa, which serves also what only its group may read; and the folders that spaconf writes.
. "${BASH_SOURCE%/*}/lib.sh"

# Setgid, so that a profile gets the group of the folder it is made in and keeps it.
prepare() {
  fresh "$STACK/tftp"
  install -d -m 2755 -o www-data -g "$TFTP_GROUP" "$TFTP_ROOT"
  install -d -m 2750 -o www-data -g "$TFTP_GROUP" "$TFTP_ROOT/config"
  install -d -m 2700 -o www-data -g "$TFTP_GROUP" "$TFTP_STAGING"
}

run() {
  # What it says goes to the syslog only: to $STACK/tftp/syslog, which the worker reads.
  launch tftpd "$HERE/with-syslog" "$STACK/tftp" /usr/sbin/in.tftpd --foreground --ipv4 \
    --address "127.0.0.1:$TFTP_PORT" --secure --permissive --verbose --verbose --user tftp "$TFTP_ROOT"
}

# "No such file" is an answer.
ready() {
  local answer=0
  curl -s -m 1 -o /dev/null "tftp://127.0.0.1:$TFTP_PORT/ready" || answer=$?
  [ $answer = 68 ]
}

"$@"
