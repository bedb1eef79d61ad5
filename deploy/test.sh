#!/usr/bin/env bash
# The other command: installs what is missing, builds, and runs every test once: the full ones in release with assertions, the quick ones under ASan and UBSan.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
options=()
if [ "${1:-}" = --yes ]; then
    options=(--yes)
    shift
fi
cd "$here/.."
deploy/install.sh "${options[@]}"

failed=()
run() {  # preset title tests targets
    deploy/build.sh "$1" "${@:4}"
    echo "  testing $2 ..." >&2
    ctest --preset "$3" -j "$(($(nproc) + 1))" --no-tests=error || failed+=("$2")
}
run release "the release build" full viva full_tests
run asan "with address and undefined-behaviour sanitizers" asan
if [ ${#failed[@]} -gt 0 ]; then
    printf 'test.sh: failed: %s (the failing tests and their output are above)\n' "${failed[*]}" >&2
    exit 1
fi
echo "  all tests passed." >&2
