#!/usr/bin/env bash
# Builds a preset: deploy/build.sh PRESET [TARGET...]. Says how far it is on stderr, keeps quiet about what is fine, prints the errors when it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset=${1:?usage: deploy/build.sh PRESET [TARGET...]}
shift
dir=build/$preset
log=$dir/build.log
mkdir -p "$dir"

if [ ! -f "$dir/build.ninja" ]; then
    echo "  configuring $preset ..." >&2
    cmake --preset "$preset" > "$log" 2>&1 || { cat "$log" >&2; echo "build.sh: configuring failed (above); is everything installed? run deploy/install.sh" >&2; rm -f "$dir/CMakeCache.txt"; exit 2; }
fi

tty=0
[ -t 2 ] && tty=1
set +e
NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" ${1:+--target "$@"} 2>&1 < /dev/null | tee "$log" | awk -v tty="$tty" -v preset="$preset" '
    match($0, /^\[[0-9]+\/[0-9]+\]/) {
        split(substr($0, 2, RLENGTH - 2), part, "/")
        if (part[2] < 3) next
        percent = int(100 * part[1] / part[2])
        if (tty) { printf "\r  building %s %3d%% (%d of %d)", preset, percent, part[1], part[2] > "/dev/stderr"; shown = 1 }
        else if (int(percent / 25) > last) { last = int(percent / 25); printf "  building %s %d%%\n", preset, percent > "/dev/stderr" }
        fflush("/dev/stderr")
    }
    END { if (shown) printf "\r\033[K" > "/dev/stderr" }'
result=${PIPESTATUS[0]}
set -e
if [ "$result" -ne 0 ]; then
    grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating|Re-running)' "$log" | head -n 60 >&2 || true
    echo "build.sh: building $preset failed (above; everything is in $log)" >&2
    exit 2
fi
