#!/bin/sh
# Asks a server of its own by what /openapi.json promises, with schemathesis (MIT) from PyPI.
#
#   bench/schemathesis.sh [EXAMPLES]     examples for each interface and phase, 50 unless given
#
# Makes a virtual environment in $ZHIYIN_VENV (default: a folder of the system's temporary one), a home and a server on
# 127.0.0.1 that are gone afterwards, and asks nothing else. Ends after ten minutes at the latest.
set -eu
cd "$(dirname "$0")/.."
examples=${1:-50}
venv=${ZHIYIN_VENV:-${TMPDIR:-/tmp}/zhiyin-schemathesis}
[ -x "$venv/bin/schemathesis" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install -q "schemathesis==4.32.5"; }
home=$(mktemp -d)
./zhiyin serve --home "$home" --port 0 >"$home/link" 2>"$home/log" &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$home"' EXIT
until [ -s "$home/link" ]; do
  kill -0 $server 2>/dev/null || { cat "$home/log"; exit 1; }
  sleep 0.2
done
key=$(./zhiyin key create --scope admin --home "$home")
base=$(sed 's#/?token.*##' "$home/link")
# What runs for long by design is left out; so is the erasure of keys, which would end the run's own.
timeout 600 "$venv/bin/schemathesis" --config-file bench/schemathesis.toml run "$base/openapi.json" \
  --header "Authorization: Bearer $key" \
  --exclude-path /api/demo --exclude-path /api/models/train --exclude-path '/api/keys/{id}' \
  --max-examples "$examples" --seed 42 --request-timeout 10 --no-color
