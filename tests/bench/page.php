<?php
// The same look-up as the form's, as one would write it in PHP. php-ldap keeps no
// connection from one request to the next: what a worker can keep is its compiled page.
ldap_set_option(null, LDAP_OPT_X_TLS_CACERTFILE, getenv('LDAP_CA_FILE'));
ldap_set_option(null, LDAP_OPT_X_TLS_REQUIRE_CERT, LDAP_OPT_X_TLS_DEMAND);
$directory = ldap_connect(getenv('LDAP_URI'));
ldap_set_option($directory, LDAP_OPT_PROTOCOL_VERSION, 3);
ldap_set_option($directory, LDAP_OPT_REFERRALS, 0);
if (!ldap_start_tls($directory) || !ldap_bind($directory, getenv('LDAP_BIND_DN'), getenv('LDAP_BIND_PASSWORD'))) {
    http_response_code(503);
    exit('The directory does not answer.');
}
$login = ldap_escape($_GET['login'] ?? '', '', LDAP_ESCAPE_FILTER);
$wanted = ['uid', 'cn', 'givenName', 'sn', 'mail', 'telephoneNumber', 'roomNumber', 'departmentNumber'];
$found = ldap_get_entries($directory, ldap_search($directory, getenv('LDAP_BASE'),
    str_replace('{login}', $login, getenv('LDAP_FILTER')), $wanted, 0, 2));
if ($found['count'] !== 1) {
    http_response_code(404);
    exit('There is no such user in the directory.');
}
header('Content-Type: text/html; charset=utf-8');
$page = '<!DOCTYPE html><title>Register a phone</title><form method="post">';
foreach ($wanted as $name) {
    $value = $found[0][strtolower($name)][0] ?? '';
    $page .= "<label>$name <input name=\"$name\" value=\"" . htmlspecialchars($value) . '"></label>';
}
// As many bytes as ours sends.
echo str_pad($page . '</form>', (int) getenv('PAGE_BYTES'));
