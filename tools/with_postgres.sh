#!/bin/sh
# with_postgres.sh COMMAND…: runs the command beside a PostgreSQL 15 of its own, which is gone afterwards.
#
# The command finds in its environment
#   HEED_TEST_POSTGRES          postgresql:// address (loopback, a port the kernel chose)
#   HEED_TEST_POSTGRES_SOCKET   folder of the unix socket, for psql -h
#   HEED_TEST_POSTGRES_CONTROL  a command: `… stop`, `… kill` (the postmaster, -9), `… start`
# PostgreSQL refuses to run as root; then it runs as the user postgres.
set -eu

bin=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
if [ ! -x "$bin/initdb" ]; then
  echo "with_postgres.sh: no PostgreSQL 15 in $bin (apt install postgresql-15)" >&2
  exit 1
fi
[ $# -gt 0 ] || { echo "usage: with_postgres.sh COMMAND…" >&2; exit 2; }

as_owner=""
dir=$(mktemp -d "${TMPDIR:-/tmp}/heed-postgres-XXXXXX")
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  as_owner="setpriv --reuid=postgres --regid=postgres --init-groups --"
fi

clean() {
  [ ! -f "$dir/control" ] || "$dir/control" stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

cd "$dir"
$as_owner "$bin/initdb" -D "$dir/data" -U heed -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || {
  cat "$dir/initdb.log" >&2
  exit 1
}

cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
fsync = on
recovery_init_sync_method = syncfs
max_connections = 200
include 'port.conf'
CONF

# After `kill` the next start has to wait until the last child has let go of the shared memory.
cat >"$dir/control" <<CONTROL
#!/bin/sh
cd "$dir"
case "\$1" in
  start)
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      $as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w start >/dev/null 2>&1 && exit 0
      sleep 0.3
    done
    exit 1
    ;;
  stop) $as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null ;;
  kill) kill -9 "\$(head -1 "$dir/data/postmaster.pid")" ;;
esac
CONTROL
chmod 755 "$dir/control"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo "port = $port" >"$dir/data/port.conf"
"$dir/control" start || {
  cat "$dir/log" >&2
  exit 1
}

export HEED_TEST_POSTGRES="postgresql://heed@127.0.0.1:$port/postgres"
export HEED_TEST_POSTGRES_SOCKET="$dir"
export HEED_TEST_POSTGRES_CONTROL="$dir/control"
cd - >/dev/null
"$@"
