#!/bin/bash
# Request Tracker 5 on SQLite, with the queue, the custom field and the user that spaconf needs.
. "${BASH_SOURCE%/*}/lib.sh"
dir=$STACK/rt
# Every program of RT reads these instead of /etc/request-tracker5.
export RT_SITE_CONFIG=$dir/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$dir/conf.d

prepare() {
  fresh "$dir"
  local sub
  for sub in conf.d mason session; do fresh "$dir/$sub"; done
  cat >"$RT_SITE_CONFIG" <<END
Set(\$rtname, 'example.cz');
Set(\$Organization, 'example.cz');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $RT_PORT);
Set(\$WebBaseURL, 'http://127.0.0.1:$RT_PORT');
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$dir/rt.sqlite3');
Set(\$WebSessionClass, 'Apache::Session::File');
Set(\$LogToSyslog, undef);
# Each call checks the token's hash anew; ours guards nothing, so it may be a quick one.
Set(\$BcryptCost, 4);
Set(\$LogToSTDERR, 'warning');
Set(\$Timezone, 'Europe/Prague');
Set(%GnuPG, Enable => 0);
Set(%SMIME, Enable => 0);
Set(%Crypt, Enable => 0, Incoming => [], Outgoing => undef);
# One person has addresses that a site writes in several ways.
Set(\$CanonicalizeEmailAddressMatch, '@department\\.example\\.org\$');
Set(\$CanonicalizeEmailAddressReplace, '@example.org');
# A queue may have another lifecycle than the one that RT brings along.
Set(%Lifecycles, short => {
    initial => ['new'], active => ['working'], inactive => ['done', 'deleted'],
    defaults => {on_create => 'new'},
    transitions => {'' => ['new'], map { \$_ => [qw(new working done deleted)] } qw(new working done deleted)},
});
# No mail leaves the stack: it is collected in a file.
Set(\$MailCommand, sub {
    my (\$mail) = @_;
    open my \$box, '>>', '$dir/mbox' or return 0;
    flock \$box, 2;
    print \$box "From rt\@example.cz\n", \$mail->stringify, "\n";
    return close \$box;
});
\$RT::MasonDataDir = '$dir/mason';
\$RT::MasonSessionDir = '$dir/session';
1;
END
  "${owner[@]}" touch "$dir/mbox"
  "${owner[@]}" rt-setup-database-5 --action init
  "${owner[@]}" perl "$HERE/rt-seed.pl" "$RT_QUEUE" "$dir/token" <<<"$RT_ROOT_PASSWORD"
}

# The first request of each of its processes takes ten times as long, so there are few, which stay.
run() {
  launch rt "${owner[@]}" /usr/share/request-tracker5/libexec/rt-server --host 127.0.0.1 --port "$RT_PORT" \
    --max-workers 4 --max-reqs-per-child 100000
}

ready() {
  tcp_open "$RT_PORT" &&
    curl -sf -m 10 -o /dev/null -H "Authorization: token $(cat "$dir/token")" "http://127.0.0.1:$RT_PORT/REST/2.0/rt"
}

"$@"
