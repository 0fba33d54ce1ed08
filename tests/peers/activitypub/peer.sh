#!/usr/bin/env bash
# The customer "cust" on a server of the fediverse, shop.test. Our own account is on a server of ours that calls itself care.test: whoever
# starts it lets it listen at HEED_PEER_ACTIVITYPUB_PORT.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"
# shellcheck source=tests/peers/snac.sh
. "$(dirname "${BASH_SOURCE[0]}")/../snac.sh"

case $1 in
  install) install_snac ;;
  start)
    find_node
    heed=$(free_port)
    shop=$(free_port)
    proxy=$(start_names "$2" "care.test=$heed" "shop.test=$shop")
    cust=$(start_snac "$2" shop.test cust "$shop" "$proxy")
    echo "HEED_PEER_ACTIVITYPUB=http://127.0.0.1:$shop"
    echo "HEED_PEER_ACTIVITYPUB_PORT=$heed"
    echo "HEED_PEER_ACTIVITYPUB_PASSWORD=$cust"
    echo "HEED_PEER_ACTIVITYPUB_TOKEN=$(token_of "$2" "$shop" cust "$cust")"
    ;;
  stop) stop_background "$2" ;;
esac
