# shellcheck shell=bash
# What ./run, ./test, .ci/run and tools/*.sh share: sentences with the time, logged steps, packages, Node.js, the build.
# Sourced by bash with `set -eu`; it goes to the project's folder. Nothing here touches the network when all is in place.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
log_folder=$root/build/log
# shellcheck disable=SC2034  # read by those who source this
release=$root/build/release

say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

give_up() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

{ mkdir -p "$log_folder" && [ -w "$log_folder" ]; } 2>/dev/null ||
  give_up "$root/build cannot be written by this user. Change its owner, or work in a copy of your own."

# Said while a logged step runs: what it is once it takes longer than a moment, then how far its ninja has come, so that a
# long build does not look like a dead one.
tell_progress() {
  local log=$1 sentence=$2 last
  sleep 1 >/dev/null 2>&1
  [ -z "$sentence" ] || say "$sentence"
  while sleep 30 >/dev/null 2>&1; do
    last=$(tr '\r' '\n' <"$log" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1 | tr -d '[]')
    [ -z "$last" ] || say "  … ${last/\// of } steps"
  done
}

# logged NAME COMMAND…: runs it with its output in build/log/NAME.log; when it fails, what matters of the log is shown.
# With `while_running` set, that sentence is said if it takes longer than a moment. A function run by it chains with &&,
# because `set -e` does not count in here.
logged() {
  local log=$log_folder/$1.log code=0 teller
  shift
  : >"$log"
  tell_progress "$log" "${while_running:-}" &
  teller=$!
  NO_COLOR=1 "$@" >"$log" 2>&1 </dev/null || code=$?
  kill "$teller" 2>/dev/null || true
  wait "$teller" 2>/dev/null || true
  [ "$code" = 0 ] && return 0
  {
    printf '\nThis failed: %s\n' "$*"
    show_failure "$log"
    printf 'The whole log: %s\n' "${log#"$root"/}"
  } >&2
  return "$code"
}

# What a person needs of a failed log: the compiler's errors where there are some, else its end without what went well.
show_failure() {
  local fault='^[^ ]+:[0-9]+:[0-9]+: (fatal )?error:|undefined symbol'
  if grep -qE "$fault" "$1"; then
    grep -E -A 6 "$fault" "$1" | head -n 60
  else
    grep -vE '^ *(Start +[0-9]+:|[0-9]+/[0-9]+ Test .* Passed )' "$1" | tail -n 60
  fi
}

# --- Debian packages

packages_in() {
  awk -v wanted=" $* " '/^\[/ { name = substr($0, 2, length($0) - 2); next }
    NF && !/^#/ && index(wanted, " " name " ") { print $1 }' tools/packages.txt
}

missing_packages() {
  local wanted
  wanted=$(packages_in "$@")
  # shellcheck disable=SC2086  # one word a package
  { dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true; } |
    awk -v wanted="$wanted" '$1 == "installed" { have[$2] = 1 }
      END { n = split(wanted, names, "\n"); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }'
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Services that Debian would start at once (PostgreSQL, nginx) stay off while we install, unless the machine has a rule of
# its own: the tests start their own copies.
apt_install() (
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'as_root rm -f "$policy"' EXIT
    as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
  fi
  as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get install -y --no-install-recommends --no-remove \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
)

# install_packages SECTION…: those that are missing.
install_packages() {
  command -v dpkg-query >/dev/null || give_up "Heed is built on Debian 12, and this system has no dpkg. tools/packages.txt lists what it needs."
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  missing=${missing% }
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    give_up "These Debian packages are missing: $missing
Installing them needs root or sudo, and here is neither. Ask an administrator to run
  apt-get install --no-install-recommends $missing"
  fi
  say "Installing Debian packages: $missing"
  [ "$(id -u)" = 0 ] || sudo -v || give_up "Installing packages needs root, and sudo did not agree."
  logged apt-update as_root apt-get update -o DPkg::Lock::Timeout=300 ||
    give_up "The package lists could not be fetched. Is this machine connected, and are its apt sources right?"
  # shellcheck disable=SC2086  # one word a package
  logged apt-install apt_install $missing ||
    give_up "The packages could not be installed. They are those of Debian 12 (bookworm); this is $(. /etc/os-release && echo "$PRETTY_NAME")."
  say "Installed."
}

# --- Node.js: the machine's where it is new enough, else the one of tools/node in build/node

node_is_new_enough() {
  local version major minor
  version=$("$1" --version 2>/dev/null) || return 1
  IFS=. read -r major minor _ <<<"${version#v}"
  case $major in
    20) [ "$minor" -ge 19 ] ;;
    22) [ "$minor" -ge 12 ] ;;
    *) [ "$major" -gt 22 ] ;;
  esac
}

# find_node: puts a Node.js that is new enough, with its npm, on PATH; fails when there is none.
find_node() {
  local own=$root/build/node/bin
  if command -v npm >/dev/null && node_is_new_enough node; then return 0; fi
  [ -x "$own/npm" ] && node_is_new_enough "$own/node" || return 1
  export PATH="$own:$PATH"
}

# The packages of tools/node in build/node, with their programs in build/node/bin.
fetch_node() {
  local bin=build/node/bin
  mkdir -p $bin &&
    cp tools/node/package.json tools/node/package-lock.json build/node/ &&
    npm ci --prefix build/node --ignore-scripts --no-audit --no-fund --loglevel error &&
    ln -sf "$(cd $bin && echo ../node_modules/node-linux-*/bin/node)" $bin/node &&
    ln -sf ../node_modules/npm/bin/npx-cli.js $bin/npx &&
    ln -sf ../node_modules/npm/bin/npm-cli.js $bin/npm
}

install_node() {
  find_node && return 0
  say "Fetching Node.js into build/node: this machine's own is too old for the web pages, or not there."
  logged node fetch_node || give_up "Node.js could not be fetched from the npm registry. Is this machine connected?"
  find_node || give_up "The Node.js in build/node does not start; it is made for x86-64 and arm64."
}

# The section of packages.txt that brings npm, when no npm is there at all.
npm_section() { command -v npm >/dev/null || echo npm; }

# The packages of web/, exactly those of its lock file.
install_web_packages() {
  local stamp=web/node_modules/.heed-lock lock
  lock=$(sha256sum <web/package-lock.json)
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$lock" ]; then
    say "Fetching the npm packages of web/."
    logged npm npm ci --prefix web --no-audit --no-fund ||
      give_up "The npm packages could not be fetched. Is this machine connected?"
    printf '%s\n' "$lock" >"$stamp"
  fi
}

# --- The build

# configure PRESET: once, and again when the presets changed; otherwise ninja itself sees to it.
configure() {
  local folder=$root/build/$1
  if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
    logged "configure-$1" cmake --preset "$1" || give_up "The build could not be prepared."
  fi
}

# build PRESET TARGET…: says something only when there is something to build.
build() {
  local preset=$1 begun=$SECONDS
  shift
  configure "$preset"
  while_running="Building; the first time takes some minutes." logged "build-$preset" ninja -C "build/$preset" "$@" || return 1
  grep -q '^ninja: no work to do' "$log_folder/build-$preset.log" || say "Built in $((SECONDS - begun)) s."
}
