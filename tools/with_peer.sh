#!/usr/bin/env bash
# with_peer.sh NAME COMMAND…: runs the command beside the software of tests/peers/NAME, which is gone afterwards. The command
# finds in its environment where it is: HEED_PEER_<NAME>, and what else `peer.sh start` prints. `peer.sh install` was run before.
set -eu

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
name=${1:-}
peer=$root/tests/peers/$name/peer.sh
if [ $# -lt 2 ] || [ ! -x "$peer" ]; then
  echo "usage: with_peer.sh NAME COMMAND…; NAME is a folder of tests/peers" >&2
  exit 2
fi
shift

dir=$(mktemp -d "${TMPDIR:-/tmp}/heed-peer-$name-XXXXXX")
clean() {
  "$peer" stop "$dir" >&2 || true
  rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if ! "$peer" start "$dir" >"$dir/started" 2>"$dir/start.err"; then
  cat "$dir/start.err" "$dir/started" >&2
  exit 1
fi
while IFS= read -r line; do
  case $line in HEED_PEER_*=*) export "${line?}" ;; esac
done <"$dir/started"
"$@"
