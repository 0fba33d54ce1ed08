#!/usr/bin/env bash
# A mail system of two companies: Postfix takes mail (submission with STARTTLS, and in clear), OpenDKIM signs it, Dovecot keeps it
# (IMAP, also under TLS) and takes it in by LMTP. care@care.test is ours, ann@shop.test the customer; both have the password "secret",
# and care@care.test the access token "a-good-token".
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

here=$PWD/tests/peers/email

# Every @NAME@ of a file here in the words of this run.
fill_in() {
  sed -e "s|@DIR@|$dir|g" -e "s|@IMAP@|$imap|g" -e "s|@IMAPS@|$imaps|g" -e "s|@LMTP@|$lmtp|g" -e "s|@AUTH@|$auth|g" \
    -e "s|@SUBMISSION@|$submission|g" -e "s|@DKIM@|$dkim|g" -e "s|@TOKENS@|$tokens|g" "$here/$1"
}

make_certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
}

start_dovecot() {
  mkdir -p "$dir/mail"
  chown mail:mail "$dir/mail"
  printf '%s:{PLAIN}secret\n' care@care.test ann@shop.test >"$dir/users"
  fill_in dovecot.conf >"$dir/dovecot.conf"
  fill_in tokens.conf >"$dir/tokens.conf"
  background "$dir" tokens node "$here/tokens.mjs" "$tokens"
  background "$dir" dovecot dovecot -F -c "$dir/dovecot.conf"
  wait_for "$dir" dovecot 20 bash -c ": </dev/tcp/127.0.0.1/$imap"
}

start_opendkim() {
  mkdir -p "$dir/dkim"
  opendkim-genkey -b 2048 -d care.test -s mail -D "$dir/dkim"
  printf 'mail._domainkey.care.test %s\n' "$(tr -d '\n' <"$dir/dkim/mail.txt" | grep -o '"[^"]*"' | tr -d '"\n')" >"$dir/dkim/dns.txt"
  chown -R opendkim:opendkim "$dir/dkim"
  fill_in opendkim.conf >"$dir/opendkim.conf"
  background "$dir" opendkim opendkim -f -x "$dir/opendkim.conf"
  wait_for "$dir" opendkim 20 bash -c ": </dev/tcp/127.0.0.1/$dkim"
}

start_postfix() {
  mkdir -p "$dir/postfix" "$dir/spool" "$dir/data"
  chown postfix "$dir/data"
  fill_in main.cf >"$dir/postfix/main.cf"
  # Debian's own, with nothing in a chroot and without its port 25.
  sed -E -e 's/^([a-z]+ +(unix|fifo|unix-dgram) +[-n] +[-y] +)[-y]/\1n/' -e '/^smtp +inet/d' \
    /usr/share/postfix/master.cf.dist >"$dir/postfix/master.cf"
  fill_in submission.cf >>"$dir/postfix/master.cf"
  postfix -c "$dir/postfix" start >"$dir/postfix.log" 2>&1 || {
    cat "$dir/postfix.log" >&2
    return 1
  }
  until (: <"/dev/tcp/127.0.0.1/$submission") 2>/dev/null; do sleep 0.1; done
}

case $1 in
  install)
    [ "$(id -u)" = 0 ] || cannot_run "Postfix is started by root only; run ./test as root, in a container for example."
    install_packages peer-email
    install_peer_npm email
    ;;
  start)
    find_node
    dir=$2
    chmod 711 "$dir" # Its servers are other users.
    imap=$(free_port) imaps=$(free_port) lmtp=$(free_port) auth=$(free_port) submission=$(free_port) dkim=$(free_port) tokens=$(free_port)
    make_certificate
    start_dovecot
    start_opendkim
    start_postfix
    echo "HEED_PEER_EMAIL=localhost"
    echo "HEED_PEER_EMAIL_IMAP=$imap"
    echo "HEED_PEER_EMAIL_IMAPS=$imaps"
    echo "HEED_PEER_EMAIL_SUBMISSION=$submission"
    echo "HEED_PEER_EMAIL_DIR=$dir"
    echo "HEED_PEER_EMAIL_CUSTOMER=$(command -v node) $here/customer.mjs"
    ;;
  stop)
    [ ! -f "$2/postfix/main.cf" ] || postfix -c "$2/postfix" stop >/dev/null 2>&1 || true
    stop_background "$2"
    ;;
esac
