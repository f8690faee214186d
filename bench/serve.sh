#!/bin/sh
# Measures how long a list takes; bench/README.md says what and how. Builds what is missing, then gives the bench one core;
# with "million" as its first argument all of them, and another bench.
set -eu
cd "$(dirname "$0")/.."
modules=engine,app,bench
. bench/build.sh
if [ "${1:-}" = million ]; then
    shift
    exec "$JAVA_HOME/bin/java" -Xmx4g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
        -cp "bench/target/classes:app/target/classes:engine/target/classes:app/target/lib/*" \
        io.zhiyin.bench.serve.MillionBench "$@"
fi
one=; command -v taskset >/dev/null 2>&1 && one="taskset -c 0"
exec $one "$JAVA_HOME/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
    -cp "bench/target/classes:app/target/classes:engine/target/classes:app/target/lib/*" \
    io.zhiyin.bench.serve.ServeBench "$@"
