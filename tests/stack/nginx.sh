#!/bin/bash
# nginx around the site file that we ship.
. "${BASH_SOURCE%/*}/lib.sh"
. "$HERE/site_files.sh"
dir=$STACK/nginx

prepare() {
  fresh "$dir" www-data
  fresh "$dir/nothing"
  users
  derive "$TOP/nginx/spaconf.conf" >"$dir/spaconf.conf"
  local kind temporary=
  for kind in client_body proxy fastcgi uwsgi scgi; do temporary+="${kind}_temp_path $dir/$kind; "; done
  cat >"$dir/nginx.conf" <<END
daemon off;
pid $dir/pid;
worker_processes 2;
error_log stderr;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  server_tokens off;
  access_log $dir/access.log;
  $temporary
  server {
    listen 127.0.0.1:$NGINX_PORT;
    server_name localhost;
    root $dir/nothing;
    include $dir/spaconf.conf;
  }
}
END
}

run() {
  launch nginx "${web[@]}" /usr/sbin/nginx -e stderr -p "$dir" -c "$dir/nginx.conf"
}

ready() {
  tcp_open "$NGINX_PORT"
}

"$@"
