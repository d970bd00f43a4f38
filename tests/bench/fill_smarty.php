<?php
// Fills a Smarty template for SECONDS of processor time; prints how often per second, and the bytes of one.
//
//   php fill_smarty.php TEMPLATE SECONDS
require 'smarty4/Smarty.class.php';

function used(): float {
    $used = getrusage();
    return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']
        + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
}

[, $path, $seconds] = $argv;
$smarty = new Smarty();
$smarty->setCompileDir("$path-compiled");
$smarty->setCompileCheck(Smarty::COMPILECHECK_OFF);
$smarty->setEscapeHtml(true);
preg_match_all('/\{\$(?:part\.)?(\w+)\}/', file_get_contents($path), $found);
$phones = [];
for ($number = 0; $number < 1000; ++$number) {
    $one = [];
    foreach (array_unique($found[1]) as $name) $one[$name] = strtolower($name) . " $number";
    $parts = [];
    for ($n = 1; $n <= 4; ++$n) $parts[] = ['N' => $n] + $one;
    $phones[] = $one + ['lines' => $parts, 'keys' => $parts];
}
$template = $smarty->createTemplate($path);
$count = 0;
$start = used();
while (($passed = used() - $start) < $seconds) {
    foreach ($phones as $phone) {
        $template->assign($phone);
        $profile = $template->fetch();
    }
    $count += count($phones);
}
echo $count / $passed, ' ', strlen($profile), "\n";
