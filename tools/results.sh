# shellcheck shell=bash
# How ./test and .ci/run count: every step adds a line to build/log/results.tsv, and the last line printed sums them up,
# whatever happens. Sourced after setup.sh.

results=${log_folder:?source setup.sh first}/results.tsv

# record NAME PASSED FAILED SKIPPED
record() {
  printf '%s\t%s\t%s\t%s\n' "$@" >>"$results"
  local skipped=""
  [ "$4" = 0 ] || skipped=", $4 skipped"
  say "$1: $2 passed, $3 failed$skipped"
}

# step NAME COMMAND…: counts as one test.
step() {
  local name=$1
  shift
  if logged "$(tr ' ' '-' <<<"$name")" "$@"; then record "$name" 1 0 0; else record "$name" 0 1 0; fi
}

# counted NAME RESULT_FILE COMMAND…: the tests that the command writes down in the file (see count_results.py).
counted() {
  local name=$1 file=$2 code=0 passed failed skipped
  shift 2
  rm -f "$file"
  logged "$name" "$@" || code=$?
  read -r passed failed skipped < <(python3 tools/count_results.py "$file")
  [ "$code" = 0 ] || [ "$failed" != 0 ] || failed=1
  record "$name" "$passed" "$failed" "$skipped"
  grep -hE '^ *measured: ' "$log_folder/$name.log" || true
}

# alone COMMAND…: while it runs, what .ci/run has going beside the tests stands still.
alone() {
  local code=0
  [ -z "${HEED_TESTS_BESIDE:-}" ] || kill -STOP "-$HEED_TESTS_BESIDE" 2>/dev/null || true
  "$@" || code=$?
  [ -z "${HEED_TESTS_BESIDE:-}" ] || kill -CONT "-$HEED_TESTS_BESIDE" 2>/dev/null || true
  return "$code"
}

# The last line. Fails when a test failed, when the script broke off, or when nothing ran.
finish() {
  local code=$? passed failed
  read -r passed failed < <(awk -F '\t' '{ passed += $2; failed += $3 } END { print passed + 0, failed + 0 }' "$results")
  [ "$code" = 0 ] || [ "$failed" != 0 ] || failed=1
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" != 0 ]
}

# end_with_the_count: from here on, however the script ends.
end_with_the_count() {
  trap 'finish; exit $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
