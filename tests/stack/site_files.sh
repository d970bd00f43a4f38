# The site files as shipped, with only the paths of a Debian machine replaced by the stack's; and who may log in.

# Prints a site file. A path that is not replaced here would be one of this machine's own.
derive() {
  local text rest pair
  text=$(grep -v '^ *#' "$1")
  rest=$text
  for pair in "/usr/share/spaconf/html $TOP/html" "/usr/lib/spaconf $BUILD/fcgi" \
    "/etc/spaconf/users $STACK/web/users" "/run/spaconf/ $STACK/web/"; do
    text=${text//"${pair% *}"/"${pair#* }"}
    rest=${rest//"${pair% *}"/}
  done
  ! grep -E '/(usr|etc|run|var|srv)/' <<<"$rest" || fail "$1 has a path that the stack does not replace"
  printf '%s\n' "$text"
}

# NAME:hash for each NAME_USER and NAME_PASSWORD.
users() {
  local role user password
  [ ! -e "$STACK/web/users" ] || return 0
  for role in WEB READER ADMIN NOROLE GROUP; do
    user=${role}_USER password=${role}_PASSWORD
    echo "${!user}:$(openssl passwd -apr1 -stdin <<<"${!password}")"
  done >"$STACK/web/users.$$"
  chown root:www-data "$STACK/web/users.$$"
  chmod 640 "$STACK/web/users.$$"
  mv "$STACK/web/users.$$" "$STACK/web/users"
}
