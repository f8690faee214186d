#!/bin/sh
# From a real course catalogue and real enrolments to "why was this recommended?", step by step, each step timed.
# usage: docs/examples/real-courses.sh FOLDER [HOME]
#   FOLDER holds mooccubex_extended_course.csv and train.txt (MOOCCubeX, the dense subset of GEAR-Rec)
#   HOME   is an empty folder for Zhiyin's data (default: a new one in the temporary folder)
set -eu
data=${1:?usage: $0 FOLDER [HOME]}
home=${2:-$(mktemp -d)}
here=$(CDPATH='' cd -- "${0%/*}/../.." && pwd -P)

step() { # step NAME COMMAND…: runs a command and says how long it took
    name=$1
    shift
    began=$(date +%s)
    "$@"
    printf '# %s: %s s\n' "$name" "$(($(date +%s) - began))" >&2
}

step build "$here/zhiyin" --version
step catalogue "$here/zhiyin" import catalogue "$data/mooccubex_extended_course.csv" --home "$home" \
    --map id=mapped_id,title=name,description=about,teacher=teachers,school=schools,concepts=key_concepts
step interactions "$here/zhiyin" import interactions "$data/train.txt" --format adjacency --kind purchase --home "$home"
step train "$here/zhiyin" train --home "$home"
step recommend "$here/zhiyin" recommend --person 0 --because --home "$home"
printf '# Look at it: ./zhiyin serve --home %s\n' "$home" >&2
