#!/bin/bash
# OpenLDAP with the people of tests/stack/people; StartTLS with a certificate of a CA of its own.
. "${BASH_SOURCE%/*}/lib.sh"
dir=$STACK/slapd

prepare() {
  fresh "$dir"
  certificates
  cat >"$dir/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile $dir/pid
argsfile $dir/args
TLSCACertificateFile $LDAP_CA_FILE
TLSCertificateFile $STACK/tls/server.crt
TLSCertificateKeyFile $STACK/tls/server.key

database mdb
suffix "$LDAP_SUFFIX"
rootdn "$LDAP_ADMIN_DN"
rootpw $LDAP_ADMIN_PASSWORD
directory $dir/data
maxsize 268435456
dbnosync
index objectClass,uid,sn,mail,member eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="$LDAP_BIND_DN" read by * auth
END
  chmod 600 "$dir/slapd.conf"
  install -d "$dir/data"
  {
    "$HERE/people" "${STACK_PEOPLE:-250}"
    printf '%s\n' "dn: $LDAP_BIND_DN" "objectClass: organizationalRole" "objectClass: simpleSecurityObject" \
      "cn: spaconf" "userPassword: $LDAP_BIND_PASSWORD"
  } | slapadd -q -f "$dir/slapd.conf"
  chown -R "$owner_id" "$dir"
}

# libldap checks the name "localhost" against the machine's own, so 127.0.0.1 is in it as an address.
certificates() {
  fresh "$STACK/tls"
  cd "$STACK/tls"
  local key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
  openssl req -x509 $key -keyout ca.key -out ca.crt -days 365 -subj "/CN=CA of the spaconf test stack" \
    -addext keyUsage=critical,keyCertSign,cRLSign
  openssl req $key -keyout server.key -subj /CN=localhost |
    openssl x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out server.crt \
      -extfile <(echo "subjectAltName=IP:127.0.0.1,DNS:localhost")
  chmod 600 -- *.key
  chown "$owner_id" -- *
}

run() {
  launch slapd "${owner[@]}" /usr/sbin/slapd -f "$dir/slapd.conf" -h "ldap://127.0.0.1:$LDAP_PORT/" -d none
}

ready() {
  LDAPTLS_CACERT=$LDAP_CA_FILE timeout 2 ldapwhoami -x -ZZ -H "ldap://127.0.0.1:$LDAP_PORT" >/dev/null 2>&1
}

"$@"
