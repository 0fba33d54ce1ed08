#!/usr/bin/env bash
# nginx serving a folder: its ETag, its Last-Modified, its 304. Tests write the feeds into the folder themselves.
set -eu
# shellcheck source=tests/peers/kit.sh
. "$(dirname "${BASH_SOURCE[0]}")/../kit.sh"

case $1 in
  install) install_packages test ;;
  start)
    port=$(free_port)
    mkdir "$2/www"
    chmod 755 "$2" "$2/www"
    cat >"$2/nginx.conf" <<CONF
daemon off;
pid $2/nginx.run;
error_log $2/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $2/body; proxy_temp_path $2/proxy; fastcgi_temp_path $2/fastcgi; uwsgi_temp_path $2/uwsgi; scgi_temp_path $2/scgi;
  types { application/rss+xml xml; text/html html; application/feed+json json; }
  server {
    listen 127.0.0.1:$port;
    root $2/www;
    location = /gone.xml { return 410; }
    location = /moved.xml { return 301 /feed.xml; }
  }
}
CONF
    background "$2" nginx /usr/sbin/nginx -c "$2/nginx.conf" -p "$2"
    wait_for "$2" nginx 10 bash -c ": </dev/tcp/127.0.0.1/$port"
    echo "HEED_PEER_FEEDS=http://127.0.0.1:$port"
    echo "HEED_PEER_FEEDS_FOLDER=$2/www"
    ;;
  stop) stop_background "$2" ;;
esac
