#!/bin/bash
# Apache around the two site files that we ship: on one port mod_proxy_fcgi, on another mod_fcgid.
. "${BASH_SOURCE%/*}/lib.sh"
. "$HERE/site_files.sh"
dir=$STACK/apache

prepare() {
  fresh "$dir" www-data
  fresh "$dir/nothing"
  users
  # What it says after its start goes there too, by its own hand.
  : >>"$LOG/apache.log"
  chown www-data "$LOG/apache.log"
  derive "$TOP/apache/spaconf-proxy.conf" >"$dir/spaconf.conf"
  derive "$TOP/apache/spaconf-fcgid.conf" >"$dir/spaconf-fcgid.conf"
  {
    local module
    for module in mpm_event authn_core authn_file authz_core authz_host authz_user auth_basic \
      alias env headers mime proxy proxy_fcgi fcgid unique_id; do
      echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"
    done
    cat <<END
ServerName localhost
ServerTokens Prod
ServerRoot $dir
DefaultRuntimeDir $dir
Mutex file:$dir
PidFile $dir/pid
ErrorLog $LOG/apache.log
LogLevel warn
CustomLog $dir/access.log "%h %u %t \"%r\" %>s %b"
TypesConfig /etc/mime.types
<Directory />
    Require all denied
</Directory>
<Directory $dir/nothing>
    Require all granted
</Directory>
Listen 127.0.0.1:$APACHE_PORT
<VirtualHost 127.0.0.1:$APACHE_PORT>
    DocumentRoot $dir/nothing
    Include $dir/spaconf.conf
</VirtualHost>
FcgidIPCDir $dir/fcgid
FcgidProcessTableFile $dir/fcgid.table
FcgidInitialEnv SPACONF_CONFIG $STACK/spaconf/fcgid.conf
Listen 127.0.0.1:$FCGID_PORT
<VirtualHost 127.0.0.1:$FCGID_PORT>
    DocumentRoot $dir/nothing
    Include $dir/spaconf-fcgid.conf
</VirtualHost>
END
  } >"$dir/apache.conf"
}

run() {
  launch apache "${web[@]}" /usr/sbin/apache2 -f "$dir/apache.conf" -DFOREGROUND
}

ready() {
  tcp_open "$APACHE_PORT" && tcp_open "$FCGID_PORT"
}

"$@"
