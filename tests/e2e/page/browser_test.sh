#!/usr/bin/env bash
# Runs the page's browser tests where there is a Chromium: browser_test.sh PROGRAM [ARGUMENTS]. VIVA_CHROMIUM names one. Exit 77: there is none.
set -euo pipefail
for browser in ${VIVA_CHROMIUM:-chromium chromium-browser google-chrome}; do
    if VIVA_CHROMIUM=$(command -v "$browser"); then
        export VIVA_CHROMIUM
        exec "$@"
    fi
done
echo "skipped: no Chromium on this machine, so nobody looked at the board's page (apt-get install chromium, or name one in VIVA_CHROMIUM)"
exit 77
