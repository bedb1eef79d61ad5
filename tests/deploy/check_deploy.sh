#!/usr/bin/env bash
# What of deploy/ can be checked without running it: check_deploy.sh CHECKOUT VIVA. Exit 77 = skipped for want of a tool.
set -euo pipefail
root=$1
viva=$2
cd "$root"
failed=0
bad() {
    echo "check_deploy: $*" >&2
    failed=1
}

# The image holds every library package that the binary needs, and no other.
wanted=$(ldd "$viva" | awk '$3 ~ /^\// {print $3}' | while read -r library; do dpkg -S "$(readlink -f "$library")" 2> /dev/null || dpkg -S "*/$(basename "$library")"; done |
    sed 's/:.*//' | sort -u | grep -vE '^(libc6|libgcc-s1|libstdc\+\+6|lib32.*|libx32.*|.*-i386|.*-x32)$')
given=$(awk '/^FROM/ {stage++} stage == 2' deploy/Dockerfile | tr ' ' '\n' | grep -E '^lib' | sort -u)
# Libraries of libraries come with their packages; only direct ones must be named.
direct=$(objdump -p "$viva" | awk '/NEEDED/ {print $2}' | while read -r name; do
    path=$(ldd "$viva" | awk -v name="$name" '$1 == name {print $3}')
    [ -n "$path" ] && { dpkg -S "$(readlink -f "$path")" 2> /dev/null || dpkg -S "*/$(basename "$path")"; } | sed 's/:.*//'
done | sort -u | grep -vE '^(libc6|libgcc-s1|libstdc\+\+6|lib32.*|libx32.*|.*-i386|.*-x32)$')
[ -n "$direct" ] || bad "found no library that $viva needs: nothing was checked"
for package in $direct; do grep -qx "$package" <<< "$given" || bad "deploy/Dockerfile does not install $package, which viva needs"; done
for package in $given; do grep -qx "$package" <<< "$wanted" || bad "deploy/Dockerfile installs $package, which viva does not need"; done

# The commands that the files run exist, and the example configuration is one.
for verb in $(grep -hoE 'viva (serve|health|doctor|backup|board|lint)' deploy/RUNBOOK.md deploy/systemd/viva.service | awk '{print $2}' | sort -u); do
    "$viva" "$verb" --help > /dev/null || bad "viva $verb is named in deploy/ but does not exist"
done
# Every metric that the runbook tells about is one.
for metric in $(grep -oE 'viva_[a-z_]+' deploy/RUNBOOK.md | sort -u); do
    grep -q "\"$metric\"" bot/app/metrics.cc || bad "deploy/RUNBOOK.md names the metric $metric, which does not exist"
done
for file in $(grep -oE 'deploy/[A-Za-z/._-]+' deploy/RUNBOOK.md | sed 's/[.]$//' | sort -u); do
    [ -e "$file" ] || [ "$file" = deploy/telegram_bot_token ] || bad "deploy/RUNBOOK.md names $file, which does not exist"
done

command -v systemd-analyze > /dev/null || { echo "check_deploy: no systemd-analyze, the unit was not checked"; [ $failed -eq 0 ] && exit 77; exit 1; }
systemd-analyze security --offline=true --threshold=20 deploy/systemd/viva.service > /dev/null || bad "systemd-analyze finds deploy/systemd/viva.service more exposed than 2.0"
exit $failed
