#!/usr/bin/env bash
# Starts `viva serve` as a system under test of a benchmark of one graded turn: what the harness says in the environment becomes a configuration.
# usage: serve.sh VIVA, with BOT_TOKEN, API_BASE, WEBHOOK_PORT, WEBHOOK_PATH, WEBHOOK_SECRET, DB_PATH, DB_SYNC (FULL|NORMAL) and MODE (webhook|poll).
# Each chat begins with "/practice bench"; from then on every text is graded and the question comes again, one message a turn.
# A harness that cannot say that first (a drain by polls) gives SEED_DB: a database in which the chats have begun.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(dirname "$DB_PATH")
[ "$MODE" = poll ] && [ -n "${SEED_DB:-}" ] && cp "$SEED_DB" "$DB_PATH"
{
    echo "content: [$here]"
    echo "db: $DB_PATH"
    echo "durability: ${DB_SYNC,,}"
    echo "listen: {host: 127.0.0.1, port: $WEBHOOK_PORT}"
    [ "$MODE" = webhook ] && echo "public_url: https://127.0.0.1:$WEBHOOK_PORT"
    echo "telegram: {mode: $MODE, api_base: \"$API_BASE\", webhook_path: $WEBHOOK_PATH, take_over: yes}"
    echo "limits: {room_per_second: 0, group_per_minute: 0, account_per_second: 0}"
    echo "gather: 0"
    echo "log: {level: warn}"
} > "$folder/viva.yaml"
export TELEGRAM_BOT_TOKEN=$BOT_TOKEN TELEGRAM_WEBHOOK_SECRET=$WEBHOOK_SECRET TELEGRAM_API_BASE=$API_BASE
exec ${PREFIX:-} "$1" serve --config "$folder/viva.yaml"
