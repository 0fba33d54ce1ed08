#!/usr/bin/env bash
# build_web.sh OUT: builds the pages of web/ into OUT/dist. Called by the build when something in web/ changed.
set -eu
out=$1
# shellcheck source=tools/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

find_node || give_up "The web pages need Node.js 20.19 or newer with npm; ./run takes care of that."
install_web_packages
export NO_COLOR=1  # The log is read as text.
cd web
HEED_WEB_OUT=$out/dist npm run --silent build
