#!/bin/sh
# Measures `lab scale` at several sizes and writes results/scale.md; bench/README.md says what and how.
set -eu
cd "$(dirname "$0")/.."
modules=engine,app,bench
. bench/build.sh
exec "$JAVA_HOME/bin/java" -Xmx256m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
    -cp "bench/target/classes:app/target/classes:engine/target/classes:app/target/lib/*" \
    io.zhiyin.bench.scale.ScaleBench "$@"
