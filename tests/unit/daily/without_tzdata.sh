#!/bin/sh
# Owns the proof that a system without time zone data is told so: runs test_daily's hidden case where the data are covered by an empty folder, and once more
# where they are gone. Exit 77: this machine lets nobody have a mount namespace.
unshare -rm sh -c 'mount -t tmpfs none /usr/share/zoneinfo' 2> /dev/null || exit 77
unshare -rm sh -c 'mount -t tmpfs none /usr/share/zoneinfo && exec "$1" "[no-tzdata]"' - "$1" || exit 1
# The folder itself can only be gone together with what is beside it.
exec unshare -rm sh -c 'mount -t tmpfs none /usr/share && exec "$1" "[no-tzdata]"' - "$1"
