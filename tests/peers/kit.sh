# shellcheck shell=bash
# What the peer.sh of a folder shares with the others: packages, programs in the background, waiting. Sourced by bash with
# `set -eu`. CONTRIBUTING.md says what a peer.sh has to do.

# shellcheck source=tools/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/setup.sh"

# Ends `install` where the peer cannot run on this machine; the tests are skipped then, with the reason.
cannot_run() {
  printf '%s\n' "$*"
  exit 77
}

# install_peer_npm NAME: the packages of tests/peers/NAME, exactly those of its lock file. None of them runs a script.
install_peer_npm() {
  local folder=tests/peers/$1 stamp=tests/peers/$1/node_modules/.heed-lock lock
  install_node
  lock=$(sha256sum <"$folder/package-lock.json")
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$lock" ]; then
    say "Fetching the npm packages of $folder."
    logged "npm-$1" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error ||
      give_up "The npm packages of $folder could not be fetched. Is this machine connected?"
    printf '%s\n' "$lock" >"$stamp"
  fi
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# background DIR NAME COMMAND…: runs on, in a process group of its own, with its output in DIR/NAME.log.
background() {
  local dir=$1 name=$2
  shift 2
  setsid "$@" >"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

# wait_for DIR NAME SECONDS COMMAND…: until the command succeeds. Fails, and shows the log of NAME, when that has ended or
# the time is over.
wait_for() {
  local dir=$1 name=$2 end=$((SECONDS + $3))
  shift 3
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$(cat "$dir/$name.pid")" 2>/dev/null; then
      printf '%s did not come up:\n' "$name" >&2
      tail -n 40 "$dir/$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# Whether a process of that group still runs. (Where nobody collects the dead, they stay as zombies.)
group_runs() {
  cat /proc/[0-9]*/stat 2>/dev/null | sed 's/.*) //' | awk -v group="$1" '$3 == group && $1 != "Z" { found = 1 } END { exit !found }'
}

# Ends all that background() began there: asked first, then not.
stop_background() {
  local file group turn
  for file in "$1"/*.pid; do
    [ -f "$file" ] || continue
    group=$(cat "$file")
    kill -- "-$group" 2>/dev/null || continue
    for turn in $(seq 50); do
      group_runs "$group" || break
      [ "$turn" != 50 ] || kill -9 -- "-$group" 2>/dev/null || true
      sleep 0.1
    done
  done
}

# bundle FILE.ts FILE.mjs: one file that Node.js runs as it is; packages of npm are left outside.
bundle() {
  web/node_modules/.bin/rolldown "$1" --file "$2" --format esm --platform node --external '/^[^.\/]/' --log-level silent >&2
}
