#!/usr/bin/env bash
# The one command: installs what is missing, builds the release, starts an exam in this terminal. Arguments go to `viva console`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
options=()
if [ "${1:-}" = --yes ]; then
    options=(--yes)
    shift
fi
"$here/install.sh" "${options[@]}"
"$here/build.sh" release viva
exec "$here/../build/release/viva" console "$@"
