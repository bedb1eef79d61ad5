#!/usr/bin/env bash
# Plays one dialogue and compares the transcript: check_dialogue.sh VIVA GOLDEN_FOLDER NAME [--approve]
set -euo pipefail
viva=$1 golden=$2 name=$3
case=$golden/dialogue/$name
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -ra arguments < "$case/arguments"
env -i PATH="$PATH" LANG=C.UTF-8 HOME="$work" XDG_STATE_HOME="$work" "$viva" console --content "$golden/content" "${arguments[@]}" < "$case/input" > "$work/transcript" 2> "$work/errors" || {
    echo "$name: viva failed:"; cat "$work/errors"; exit 1; }
if [ "${4:-}" = --approve ]; then
    cp "$work/transcript" "$case/expected"
    exit 0
fi
[ -s "$case/expected" ] || { echo "$name: the expected transcript is missing or empty"; exit 1; }
diff -u "$case/expected" "$work/transcript" || { echo "$name: the transcript differs (approved is '-')"; exit 1; }
