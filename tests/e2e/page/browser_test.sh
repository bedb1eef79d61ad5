#!/usr/bin/env bash
# Runs the page's browser tests where there is a Chromium: browser_test.sh PROGRAM [ARGUMENTS]. Exit 77: there is none.
set -euo pipefail
for browser in "${VIVA_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -n "$browser" ] && [ -x "$browser" ]; then exec "$@"; fi
done
echo "skipped: no Chromium on this machine, so nobody looked at the board's page (apt-get install chromium, or name one in VIVA_CHROMIUM)"
exit 77
