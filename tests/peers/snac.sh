# shellcheck shell=bash
# snac, of Debian's backports: a server of the fediverse. Sourced after kit.sh by the peers that need one.

# Where it is put, once for all of them.
snac_store=$PWD/build/peers/mastodon
snac=$snac_store/root/usr/bin/snac

install_snac() {
  install_packages peer-mastodon
  install_web_packages
  [ -x "$snac" ] || fetch_snac
}

# The backports of the release that the machine takes its packages from; into a folder of ours, with lists of our own.
fetch_snac() {
  local from options
  # shellcheck disable=SC2016  # apt-get fills that in
  from=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }')
  [ -n "$from" ] || cannot_run "snac comes from the backports of Debian 12, and this machine takes its packages from elsewhere."
  mkdir -p "$snac_store/lists/partial" "$snac_store/cache/archives/partial"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s bookworm-backports main\n' "$from" >"$snac_store/sources.list"
  options="-o Dir::Etc::sourcelist=$snac_store/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$snac_store/lists
    -o Dir::Cache=$snac_store/cache -o APT::Sandbox::User="
  # shellcheck disable=SC2086  # one word an option
  (cd "$snac_store" && apt-get $options update -qq && apt-get $options download snac2) || cannot_run "snac could not be fetched from Debian's backports."
  dpkg-deb -x "$snac_store"/snac2_*.deb "$snac_store/root"
}

# start_names DIR NAME=PORT…: a proxy that knows these hosts instead of a name server, so that neither root nor the machine's own names are
# needed. Prints its address.
start_names() {
  local dir=$1
  shift
  bundle tests/peers/mastodon/proxy.ts "$dir/proxy.mjs"
  bundle tests/peers/mastodon/sign_in.ts "$dir/sign_in.mjs"
  background "$dir" proxy node "$dir/proxy.mjs" "$@"
  wait_for "$dir" proxy 20 grep -q '^http' "$dir/proxy.log"
  cat "$dir/proxy.log"
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

# token_of DIR PORT USER PASSWORD
token_of() { node "$1/sign_in.mjs" "http://127.0.0.1:$2" "$3" "$4"; }
