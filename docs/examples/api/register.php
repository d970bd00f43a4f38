#!/usr/bin/php
<?php
// Registers a phone for a person and prints its reference.
//
//     export SPACONF_URL=https://phones.example.org/spaconf/api/v1 SPACONF_TOKEN=spaconf_...
//     ./register.php novak spa942 000e08112233

/** The status, the value of Retry-After and the decoded body of a call; status 0 without an answer. */
function answer(string $method, string $path, array $headers = [], ?array $body = null): array
{
    $headers[] = 'Authorization: Bearer ' . getenv('SPACONF_TOKEN');
    $headers[] = 'Content-Type: application/json';
    $context = stream_context_create(['http' => [
        'method' => $method, 'header' => $headers, 'content' => $body === null ? '' : json_encode($body),
        'timeout' => 20, 'ignore_errors' => true, 'follow_location' => 0,
    ]]);
    $text = @file_get_contents(getenv('SPACONF_URL') . $path, false, $context);
    if ($text === false) {
        return [0, 5, null];
    }
    preg_match('/ (\d+)/', $http_response_header[0], $status);
    preg_match('/^Retry-After: (\d+)/mi', implode("\n", $http_response_header), $wait);
    return [(int)$status[1], (int)($wait[1] ?? 0), json_decode($text, true)];
}

/** The status and body of a call, which is repeated while spaconf asks for that or does not answer. */
function call(string $method, string $path, array $headers = [], ?array $body = null): array
{
    for ($attempt = 0; $attempt < 6; $attempt++) {
        [$status, $wait, $answer] = answer($method, $path, $headers, $body);
        if ($wait === 0) {
            return [$status, $answer];
        }
        sleep($wait);
    }
    fwrite(STDERR, "spaconf does not answer now; try again later.\n");
    exit(1);
}

[, $login, $model, $mac] = $argv;
// The key is the same in each attempt, so that the phone is registered once.
$key = bin2hex(random_bytes(16));
[$status, $phone] = call('POST', '/registrations', ["Idempotency-Key: $key"],
                         ['login' => $login, 'model' => $model, 'mac' => $mac]);
if ($status >= 400) {
    foreach ($phone['errors'] ?? [$phone] as $error) {
        fwrite(STDERR, ($error['pointer'] ?? '') . " {$error['detail']}\n");
    }
    exit(1);
}
// The profile is written at once or a little later.
while ($phone['profile']['state'] === 'pending') {
    sleep(2);
    [, $phone] = call('GET', "/registrations/{$phone['ref']}");
}
echo $phone['ref'], "\n";
