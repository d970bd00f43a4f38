#!/bin/sh
# Registers a phone for a person and prints its reference. Needs curl 7.84 or newer.
#
#     export SPACONF_URL=https://phones.example.org/spaconf/api/v1 SPACONF_TOKEN=spaconf_...
#     ./register.sh novak spa942 000e08112233
set -eu
login=$1 model=$2 mac=$3
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The key is the same in each attempt, so that the phone is registered once.
key=$(cat /proc/sys/kernel/random/uuid)
# curl reads the token from its input, because everybody sees its command line.
location=$(printf 'Authorization: Bearer %s\n' "$SPACONF_TOKEN" |
  curl --silent --show-error --fail-with-body --max-time 20 --retry 5 --retry-connrefused \
    --header @- --header "Idempotency-Key: $key" --output "$answer" --write-out '%header{content-location}' \
    --data-urlencode "login=$login" --data-urlencode "model=$model" --data-urlencode "mac=$mac" \
    "$SPACONF_URL/registrations") || {
  # What is wrong, as JSON: "detail", and an entry of "errors" for each member.
  cat "$answer" >&2
  exit 1
}
echo "${location##*/}"
