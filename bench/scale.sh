#!/bin/sh
# Measures `lab scale` at several sizes and writes results/scale.md; bench/README.md says what and how.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${JAVA_HOME:-}" ]; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null | head -n 1)
    export JAVA_HOME
fi
mvn=mvn; command -v mvn >/dev/null 2>&1 || mvn=./mvnw
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    "$mvn" -q -B -ntp -pl engine,app,bench -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
exec "$JAVA_HOME/bin/java" -Xmx256m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
    -cp "bench/target/classes:app/target/classes:engine/target/classes:app/target/lib/*" \
    io.zhiyin.bench.scale.ScaleBench "$@"
