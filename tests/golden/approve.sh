#!/usr/bin/env bash
# Takes today's transcripts as the approved ones: tests/golden/approve.sh BUILD_FOLDER. Read the diff before you commit it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for folder in "$here"/dialogue/*/; do
    "$here/check_dialogue.sh" "${1:?usage: approve.sh BUILD_FOLDER}/viva" "$here" "$(basename "$folder")" --approve
done
git -C "$here" diff --stat -- dialogue
