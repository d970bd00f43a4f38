# The life of a service: started once, waited for, stopped with everything that came of it.

running() {
  local pid
  pid=$(cat "$PID_DIR/$1.pid" 2>/dev/null) && [ -n "$(born "$pid")" ] &&
    [ "$(born "$pid")" = "$(<"$PID_DIR/$1.born")" ]
}

# NAME VERB: one of prepare, run, ready, fill of the service's own script, and databases of MariaDB's.
call() {
  case $1 in
    form | submit | api | worker) "$HERE/programs.sh" "$2" "$1" ;;
    mariadb | exchange-mariadb | galera-*) "$HERE/mariadb.sh" "$2" "$1" ;;
    *) "$HERE/$1.sh" "$2" ;;
  esac >>"$LOG/$1.log" 2>&1
}

# Starts a service unless it runs, and waits until it answers.
start() {
  local name=$1 began=$EPOCHREALTIME
  ! running "$name" || return 0
  stop "$name"
  if [ ! -e "$STACK/made/$name" ]; then
    call "$name" prepare || { report "$name" "could not be prepared"; return 1; }
  fi
  call "$name" run || { report "$name" "could not be started"; return 1; }
  await "$name" || return 1
  if [ ! -e "$STACK/made/$name" ]; then
    call "$name" fill || { report "$name" "could not be filled"; return 1; }
    touch "$STACK/made/$name"
  fi
  printf '  %-16s ready after %s s\n' "$name" "$(since "$began")"
}

# Two minutes, because a machine may be busy with other stacks.
await() {
  local name=$1 began=$SECONDS said= pause=0.05
  while [ $((SECONDS - began)) -lt 120 ]; do
    ! call "$name" ready || return 0
    running "$name" || { report "$name" "ended at once"; return 1; }
    [ $((SECONDS - began)) -lt 3 ] || [ -n "$said" ] || { echo "  waiting for $name ..."; said=1; }
    sleep $pause
    [ $((SECONDS - began)) -lt 1 ] || pause=0.3 # each look costs some processes
  done
  report "$name" "does not answer"
  return 1
}

report() {
  echo "stack: $1 $2; the end of $LOG/$1.log:" >&2
  tail -n 12 "$LOG/$1.log" | sed 's/^/    /' >&2
}

since() {
  awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'
}

# Living processes of the session that a service leads.
members() {
  ps -o pid=,stat= -s "$1" | awk '$2 !~ /^Z/ { print $1 }'
}

# Asks a service to end, and waits; then ends what it left behind, if it was killed.
stop() {
  local name=$1 pid tries
  pid=$(cat "$PID_DIR/$name.pid" 2>/dev/null) || return 0
  # A pid that belongs to another process by now is left alone.
  if running "$name" || [ -z "$(born "$pid")" ]; then
    kill -CONT $(members "$pid") 2>/dev/null || true
    kill -TERM "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 400; tries++)); do
      [ -n "$(born "$pid")" ] || break
      sleep 0.05
    done
    for signal in TERM KILL; do
      for ((tries = 0; tries < 40; tries++)); do
        [ -n "$(members "$pid")" ] || break 2
        [ $tries != 0 ] || kill -$signal $(members "$pid") 2>/dev/null || true
        sleep 0.05
      done
    done
  fi
  rm -f "$PID_DIR/$name.pid" "$PID_DIR/$name.born"
}
