#!/usr/bin/env bash
# Two servers that federate: snac, of Debian's backports. care.test has our account "brand", shop.test the customer "cust". Each finds the
# other through a proxy (proxy.ts) instead of a name server, so that neither root nor the machine's own names are needed.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

store=$PWD/build/peers/mastodon
snac=$store/root/usr/bin/snac

# The backports of the release that the machine takes its packages from; into a folder of ours, with lists of our own.
fetch_snac() {
  local from options
  # shellcheck disable=SC2016  # apt-get fills that in
  from=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
  [ -n "$from" ] || cannot_run "snac comes from the backports of Debian 12, and this machine takes its packages from elsewhere."
  mkdir -p "$store/lists/partial" "$store/cache/archives/partial"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s bookworm-backports main\n' "$from" >"$store/sources.list"
  options="-o Dir::Etc::sourcelist=$store/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$store/lists
    -o Dir::Cache=$store/cache -o APT::Sandbox::User="
  # shellcheck disable=SC2086  # one word an option
  (cd "$store" && apt-get $options update -qq && apt-get $options download snac2) || cannot_run "snac could not be fetched from Debian's backports."
  dpkg-deb -x "$store"/snac2_*.deb "$store/root"
}

# start_snac DIR HOST USER PORT PROXY: prints the user's password.
start_snac() {
  local home=$1/$2
  printf '127.0.0.1\n%s\n%s\n\n\n' "$4" "$2" | "$snac" init "$home" >/dev/null
  sed -i 's/"protocol": "https"/"protocol": "http"/; s/"queue_retry_minutes": 2/"queue_retry_minutes": 1/' "$home/server.json"
  printf '%s\n' "$3" | "$snac" adduser "$home" "$3" 2>&1 | sed -n 's/.*password is //p'
  background "$1" "$2" env "http_proxy=$5" "$snac" httpd "$home"
  wait_for "$1" "$2" 20 bash -c ": </dev/tcp/127.0.0.1/$4"
}

case $1 in
  install)
    install_packages peer-mastodon
    install_web_packages
    [ -x "$snac" ] || fetch_snac
    ;;
  start)
    find_node
    care=$(free_port)
    shop=$(free_port)
    bundle tests/peers/mastodon/proxy.ts "$2/proxy.mjs"
    bundle tests/peers/mastodon/sign_in.ts "$2/sign_in.mjs"
    background "$2" proxy node "$2/proxy.mjs" "care.test=$care" "shop.test=$shop"
    wait_for "$2" proxy 20 grep -q '^http' "$2/proxy.log"
    proxy=$(cat "$2/proxy.log")
    brand=$(start_snac "$2" care.test brand "$care" "$proxy")
    cust=$(start_snac "$2" shop.test cust "$shop" "$proxy")
    echo "HEED_PEER_MASTODON=http://127.0.0.1:$care"
    echo "HEED_PEER_MASTODON_TOKEN=$(node "$2/sign_in.mjs" "http://127.0.0.1:$care" brand "$brand")"
    echo "HEED_PEER_MASTODON_CUSTOMER=http://127.0.0.1:$shop"
    echo "HEED_PEER_MASTODON_CUSTOMER_TOKEN=$(node "$2/sign_in.mjs" "http://127.0.0.1:$shop" cust "$cust")"
    ;;
  stop) stop_background "$2" ;;
esac
