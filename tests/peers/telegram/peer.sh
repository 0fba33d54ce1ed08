#!/usr/bin/env bash
# Two servers of the Bot API: the strict fake of this folder, and telegram-test-api, which others wrote.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

token=424242:AAE-a_token_of_the_tests

case $1 in
  install)
    install_web_packages
    install_peer_npm telegram
    ;;
  start)
    find_node
    bundle tests/peers/telegram/fake.ts "$2/fake.mjs"
    foreign=$(free_port)
    background "$2" fake node "$2/fake.mjs" "$token"
    background "$2" foreign node tests/peers/telegram/foreign.mjs "$foreign"
    wait_for "$2" fake 20 grep -q '^http' "$2/fake.log"
    wait_for "$2" foreign 20 bash -c ": </dev/tcp/127.0.0.1/$foreign"
    echo "HEED_PEER_TELEGRAM=$(cat "$2/fake.log")"
    echo "HEED_PEER_TELEGRAM_FOREIGN=http://127.0.0.1:$foreign"
    echo "HEED_PEER_TELEGRAM_TOKEN=$token"
    ;;
  stop) stop_background "$2" ;;
esac
