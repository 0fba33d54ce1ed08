#!/usr/bin/env bash
# The network of the AT Protocol: its authors' own servers, beside a PostgreSQL and a Redis of their own.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

folder=tests/peers/bluesky

# better-sqlite3 is built here, against the Node.js that runs it: what it would fetch ready-made is on no package registry.
build_native() {
  local stamp=$folder/node_modules/.heed-built wanted headers
  wanted="$(node --version) $(sha256sum <$folder/package-lock.json)"
  [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
  headers=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  [ -f "$headers/include/node/node.h" ] || cannot_run "Node.js is there without its headers, which the servers of the AT Protocol are built with."
  say "Building better-sqlite3; a minute or two."
  npm_config_nodedir=$headers logged npm-bluesky-native npm rebuild --prefix $folder better-sqlite3 ||
    give_up "better-sqlite3 could not be built."
  printf '%s\n' "$wanted" >"$stamp"
}

case $1 in
  install)
    install_packages test peer_bluesky
    install_peer_npm bluesky
    build_native
    ;;
  start)
    find_node
    redis=$(free_port)
    background "$2" redis redis-server --bind 127.0.0.1 --port "$redis" --save '' --appendonly no --dir "$2"
    background "$2" network tools/with_postgres.sh bash -c \
      "DB_POSTGRES_URL=\$HEED_TEST_POSTGRES REDIS_HOST=127.0.0.1:$redis LOG_ENABLED=0 exec node --import ./$folder/loopback.mjs $folder/network.mjs"
    wait_for "$2" redis 20 bash -c ": </dev/tcp/127.0.0.1/$redis"
    wait_for "$2" network 120 grep -q '^READY' "$2/network.log"
    echo "HEED_PEER_BLUESKY=$(sed -n 's/^READY //p' "$2/network.log")"
    ;;
  stop) stop_background "$2" ;;
esac
