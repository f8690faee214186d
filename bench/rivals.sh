#!/bin/sh
# Compares our models with independent implementations on the same files, in one run; writes bench/results/rivals.md.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
data=$here/../shared/data
page=$here/bench/results/rivals.md
usage() { echo "usage: bench/rivals.sh [--data DIR] [--out FILE]; found: $1" >&2; exit 2; }
while [ $# -gt 0 ]; do
    case $1 in
        --data) [ $# -gt 1 ] || usage "$1"; data=$2; shift 2 ;;
        --out) [ $# -gt 1 ] || usage "$1"; page=$2; shift 2 ;;
        *) usage "$1" ;;
    esac
done
[ -r "$data/ml100k/ml-100k.inter" ] || { echo "no data in $data: ml100k/ml-100k.inter is needed (--data DIR)" >&2; exit 1; }
venv=$here/bench/target/rivals-venv
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q --only-binary :all: -r "$here/bench/rivals/requirements.txt"
fi
export OPENBLAS_NUM_THREADS=1
exec "$venv/bin/python" "$here/bench/rivals/compare.py" --zhiyin "$here/zhiyin" --data "$data" --out "$page"
