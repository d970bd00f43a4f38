# Counts the claims of a .test file, which reads this file first; count_claims ends it.
passed=0 failed=0

# claim WORDS BROKEN: BROKEN is what the words are not true of, empty when they are.
claim() {
  if [ -z "$2" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s\n' "$1" "$2" | sed '2,$s/^/  /'
  fi
}

count_claims() {
  echo "$passed passed, $failed failed"
  [ $failed = 0 ]
}
