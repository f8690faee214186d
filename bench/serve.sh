#!/bin/sh
# Measures how long a list takes; bench/README.md says what and how. Builds what is missing, then gives the bench one core;
# with "million" as its first argument all of them, and another bench.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${JAVA_HOME:-}" ]; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null | head -n 1)
    export JAVA_HOME
fi
mvn=mvn; command -v mvn >/dev/null 2>&1 || mvn=./mvnw
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    "$mvn" -q -B -ntp -pl engine,app,bench -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
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
