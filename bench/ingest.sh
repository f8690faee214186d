#!/bin/sh
# Measures the event door; bench/README.md says what and how. Builds what is missing, then starts the bench with a JDK ≥ 25.
set -eu
cd "$(dirname "$0")/.."
modules=engine,app,bench
. bench/build.sh
exec "$JAVA_HOME/bin/java" -Xmx512m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
    -cp "bench/target/classes:app/target/classes:engine/target/classes:app/target/lib/*" \
    io.zhiyin.bench.ingest.IngestBench "$@"
