#!/bin/sh
# Our models beside others' on the same files, in one run.
#
#   bench/rivals.sh [agree] [--data DIR] [--out FILE]     do independent implementations get the same numbers?
#   bench/rivals.sh scale [OPTIONS]                       time, memory and quality at scale; --help tells the options
#
# A virtual environment and the rivals' Java libraries lie outside of the repository, in $ZHIYIN_RIVALS (default: a
# folder of the user's cache); the first run downloads them.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
cache=${ZHIYIN_RIVALS:-${XDG_CACHE_HOME:-$HOME/.cache}/zhiyin-rivals}
venv=$cache/venv
if [ ! -x "$venv/bin/python" ] || ! cmp -s "$here/bench/rivals/requirements.txt" "$venv/requirements.txt"; then
    mkdir -p "$cache"
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --only-binary :all: -r "$here/bench/rivals/requirements.txt"
    cp "$here/bench/rivals/requirements.txt" "$venv/requirements.txt"
fi
what=agree
case ${1:-} in agree | scale) what=$1; shift ;; esac
case $what in
    # One thread for each of numpy's products: what is timed beside it has one, and implicit has its own threads.
    agree) OPENBLAS_NUM_THREADS=1 exec "$venv/bin/python" "$here/bench/rivals/compare.py" --zhiyin "$here/zhiyin" \
        --data "$here/../shared/data" --out "$here/bench/results/rivals.md" "$@" ;;
    scale) exec "$venv/bin/python" "$here/bench/rivals/scale.py" --home "$here" --cache "$cache" \
        --data "$here/../shared/data" --out "$here/bench/results/scale-rivals.md" "$@" ;;
esac
