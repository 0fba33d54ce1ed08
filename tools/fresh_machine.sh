#!/usr/bin/env bash
# fresh_machine.sh FOLDER [OPTION…]: checks the promise of the first start. It makes a bare Debian 12 in FOLDER (which must
# not exist yet), with the package sources and certificates of this machine, clones the last commit into it, starts ./run
# there with the given options, and times the first page. Then it stops and starts once more without any network. FOLDER is
# removed in the end. As root.
#
# Fails when the first page takes more than ten minutes, or the second start more than two seconds.
set -eu
# shellcheck source=tools/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

[ $# -gt 0 ] || give_up "usage: tools/fresh_machine.sh FOLDER [OPTION…]"
[ "$(id -u)" = 0 ] || give_up "A bare system can only be made as root."
machine=$(realpath -m "$1")
shift
[ ! -e "$machine" ] || give_up "$machine is there already. Name a folder that may be made and removed."
install_packages fresh

server=""
stop() {
  [ -n "$server" ] || return 0
  pkill -TERM -P "$server" || true # The first process in there; `unshare` itself only waits for it.
  wait "$server" || true
  server=""
}
clean() {
  stop
  rm -rf --one-file-system "$machine"
}
trap clean EXIT

# sources: "URI SUITE" of this machine's Debian 12 sources, the release itself first.
sources() {
  # shellcheck disable=SC2016  # apt's own placeholders
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Component: main' 'Created-By: Packages' |
    grep -E ' bookworm(-[a-z]+)?$' | sort -u -k 2
}

# make_machine: the bare system, reaching packages as this machine does.
make_machine() {
  local mirror
  mirror=$(sources | awk '$2 == "bookworm" { print $1; exit }')
  [ -n "$mirror" ] || {
    echo "This machine's apt sources have no Debian 12 (bookworm)."
    return 1
  }
  mkdir -p "$machine" &&
    debootstrap --variant=minbase bookworm "$machine" "$mirror" &&
    sources | sed 's/^/deb /; s/$/ main/' >"$machine/etc/apt/sources.list" &&
    apt-config dump | sed -n '/^Acquire::/p' >"$machine/etc/apt/apt.conf.d/90as-here" &&
    cp --remove-destination /etc/resolv.conf /etc/hosts "$machine/etc/" &&
    mkdir -p "$machine/usr/local/share/ca-certificates" &&
    cp -r /usr/local/share/ca-certificates/. "$machine/usr/local/share/ca-certificates/" &&
    git clone --quiet --no-hardlinks "$root" "$machine/srv/heed"
}

# npm's ways out of this machine, as environment variables.
npm_settings() {
  local name value
  command -v npm >/dev/null || return 0
  for name in registry cafile proxy https-proxy; do
    value=$(npm config get "$name" 2>/dev/null) || continue
    case $value in "" | null | undefined) ;; *) echo "npm_config_${name//-/_}=$value" ;; esac
  done
}

# start NAME [--net]: ./run in the machine, in the background; with --net it sees no network but its own loopback.
start() {
  local log=$log_folder/fresh-$1.log settings
  shift
  mapfile -t settings < <(npm_settings; env | grep -iE '^(https?|no)_proxy=' || true)
  begun=$EPOCHREALTIME
  # shellcheck disable=SC2016  # for the inner shell
  unshare --pid --fork --kill-child --mount-proc="$machine/proc" "$@" \
    sh -c 'ip link set lo up && exec chroot "$@"' sh "$machine" \
    env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" \
    /srv/heed/run --listen "127.0.0.1:$port" "${options[@]}" >"$log" 2>&1 </dev/null &
  server=$!
}

# wait_for_page LIMIT: prints the seconds from the start until the first page answers, in the network of the machine.
wait_for_page() {
  nsenter --target "$server" --net python3 - "http://127.0.0.1:$port/" "$begun" "$1" "$server" <<'PY'
import os, sys, time, urllib.error, urllib.request
url, begun, limit, server = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
while time.time() - begun < limit and os.path.exists(f"/proc/{server}"):
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            if reply.status == 200:
                print(f"{time.time() - begun:.2f}")
                sys.exit(0)
    except (OSError, urllib.error.URLError):
        time.sleep(0.02)
sys.exit(1)
PY
}

# timed NAME LIMIT [--net]: starts, waits, shows what it said, and sets `seconds`.
timed() {
  local name=$1 limit=$2
  shift 2
  start "$name" "$@"
  until [ $# = 0 ] || [ "$(readlink "/proc/$server/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  if ! seconds=$(wait_for_page "$limit"); then
    tail -n 40 "$log_folder/fresh-$name.log" >&2
    give_up "No page came."
  fi
  sed 's/^/        /' "$log_folder/fresh-$name.log"
  stop
}

options=("$@")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

say "Making a bare Debian 12 in $machine."
logged fresh-machine make_machine || give_up "The bare system could not be made."
say "First start of commit $(git -C "$machine/srv/heed" log -1 --format='%h, %s'); what it says comes when the page is there."
timed first 1800
first=$seconds
say "Second start, with no network."
timed second 60 --net
second=$seconds

say "First page after $first s (promised: 600), the second time after $second s (promised: 2)."
awk -v first="$first" -v second="$second" 'BEGIN { exit !(first <= 600 && second <= 2) }'
