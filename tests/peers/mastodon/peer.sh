#!/usr/bin/env bash
# Two servers that federate. care.test has our account "brand", shop.test the customer "cust".
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"
# shellcheck source=tests/peers/snac.sh
. "$(dirname "${BASH_SOURCE[0]}")/../snac.sh"

case $1 in
  install) install_snac ;;
  start)
    find_node
    care=$(free_port)
    shop=$(free_port)
    proxy=$(start_names "$2" "care.test=$care" "shop.test=$shop")
    brand=$(start_snac "$2" care.test brand "$care" "$proxy")
    cust=$(start_snac "$2" shop.test cust "$shop" "$proxy")
    echo "HEED_PEER_MASTODON=http://127.0.0.1:$care"
    echo "HEED_PEER_MASTODON_TOKEN=$(token_of "$2" "$care" brand "$brand")"
    echo "HEED_PEER_MASTODON_PASSWORD=$brand"
    echo "HEED_PEER_MASTODON_CUSTOMER=http://127.0.0.1:$shop"
    echo "HEED_PEER_MASTODON_CUSTOMER_TOKEN=$(token_of "$2" "$shop" cust "$cust")"
    ;;
  stop) stop_background "$2" ;;
esac
