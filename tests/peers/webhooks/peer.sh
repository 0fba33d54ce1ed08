#!/usr/bin/env bash
# npm's standardwebhooks, which checks what we send as a receiver would. It runs in the test itself; so there is nothing to start.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

case $1 in
  install)
    install_web_packages
    install_peer_npm webhooks
    ;;
  start) echo "HEED_PEER_WEBHOOKS=standardwebhooks" ;;
  stop) ;;
esac
