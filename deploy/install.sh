#!/usr/bin/env bash
# Installs the Debian packages of deploy/packages.txt that are missing. Asks before it uses sudo, unless --yes is given or it runs as root.
# Quiet and fast when nothing is missing. Exit 0 done, 2 could not.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

yes=no
case "${1:-}" in
    "") ;;
    --yes | -y) yes=yes ;;
    -h | --help) echo "usage: deploy/install.sh [--yes]   install missing Debian packages (--yes: do not ask)"; exit 0 ;;
    *) echo "install.sh: unknown option '$1' (did you mean --yes?)" >&2; exit 2 ;;
esac

if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    echo "install.sh: this is not a Debian-like system (no apt-get); install what deploy/packages.txt names, then build with: cmake --preset release && cmake --build --preset release" >&2
    exit 2
fi

missing=()
while read -r package; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done < <(sed 's/#.*//; /^ *$/d' "$here/packages.txt")
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Viva needs ${#missing[@]} Debian packages that are not installed: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "install.sh: not root and no sudo; run as root: apt-get install ${missing[*]}" >&2
        exit 2
    fi
    as_root=(sudo)
    if [ "$yes" = no ]; then
        if [ ! -r /dev/tty ] || ! { exec 3< /dev/tty; } 2> /dev/null; then
            echo "install.sh: no terminal to ask on; run again as: deploy/install.sh --yes" >&2
            exit 2
        fi
        printf 'Install them now with sudo apt-get? [y/N] ' >&2
        read -r reply <&3 || reply=n
        case "$reply" in [yY]*) ;; *) echo "install.sh: nothing installed" >&2; exit 2 ;; esac
    fi
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 "$@" < /dev/null > "$log" 2>&1; }
# Package lists may be old or absent on a fresh machine, so they are fetched only when packages are missing.
echo "  fetching package lists ..." >&2
apt update -qq || { tail -n 20 "$log" >&2; echo "install.sh: apt-get update failed (above); check the network and /etc/apt/sources.list" >&2; exit 2; }
echo "  installing (a minute or two) ..." >&2
apt install -y -qq --no-install-recommends "${missing[@]}" || { tail -n 20 "$log" >&2; echo "install.sh: apt-get install failed (above)" >&2; exit 2; }
echo "  installed." >&2
