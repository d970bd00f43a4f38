# Writes stack.env, where tests and people read what the stack is and how to reach it.

settings() {
  RT_TOKEN=$(cat "$STACK/rt/token" 2>/dev/null || true)
  WEB_URL=http://127.0.0.1:$NGINX_PORT
  WEB_URL_APACHE=http://127.0.0.1:$APACHE_PORT
  WEB_URL_FCGID=http://127.0.0.1:$FCGID_PORT
  API_URL=$WEB_URL/spaconf/api/v1
  API_TOKEN=$(cat "$STACK/spaconf/api.token" 2>/dev/null || true)
  LDAP_URI=ldap://127.0.0.1:$LDAP_PORT
  RT_URL=http://127.0.0.1:$RT_PORT
  DB_HOST=127.0.0.1 SIP_HOST=127.0.0.1 TFTP_HOST=127.0.0.1
  for name in STACK BUILD PID_DIR SPACONF_CONFIG \
    WEB_URL WEB_URL_APACHE WEB_URL_FCGID API_URL API_TOKEN RECEIVER_PORT WEBHOOK_SECRET WEB_USER WEB_PASSWORD READER_USER READER_PASSWORD \
    ADMIN_USER ADMIN_PASSWORD NOROLE_USER NOROLE_PASSWORD GROUP_USER GROUP_PASSWORD \
    LDAP_URI LDAP_BASE LDAP_BIND_DN LDAP_BIND_PASSWORD LDAP_ADMIN_DN LDAP_ADMIN_PASSWORD LDAP_GROUP LDAP_CA_FILE \
    DB_SOCKET DB_HOST DB_PORT DB_USER DB_PASSWORD DB_NAME SPACONF_DB_USER SPACONF_DB_PASSWORD \
    EXCHANGE PBX_DB PBX_SOCKET EXCHANGE_DB_PORT EXCHANGE_DB_SOCKET EXCHANGE_DB_PASSWORD GALERA_PORT_1 GALERA_PORT_2 GALERA_PORT_3 \
    TFTP_HOST TFTP_PORT TFTP_ROOT TFTP_GROUP SIP_HOST SIP_PORT SIP_DOMAIN \
    RT_URL RT_TOKEN RT_ROOT_PASSWORD RT_QUEUE; do
    case ${!name} in
      *[!A-Za-z0-9_.,:/=@+-]*) printf '%s=%q\n' "$name" "${!name}" ;;
      *) echo "$name=${!name}" ;; # readable also for those who are no shell
    esac
  done
}

write_settings() {
  (umask 077 && settings >"$STACK/stack.env.new")
  chown "$owner_id" "$STACK/stack.env.new"
  mv "$STACK/stack.env.new" "$STACK/stack.env"
}
