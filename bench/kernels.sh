#!/bin/sh
# Measures the dense kernels with JMH, OpenBLAS and plain Java; bench/README.md says what and how.
set -eu
cd "$(dirname "$0")/.."
if [ -z "${JAVA_HOME:-}" ]; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null | head -n 1)
    export JAVA_HOME
fi
mvn=mvn; command -v mvn >/dev/null 2>&1 || mvn=./mvnw
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
export MAVEN_OPTS
"$mvn" -q -B -ntp -pl engine,app -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
out=$PWD/bench/target/jmh
"$mvn" -q -B -ntp -f bench/jmh/pom.xml dependency:copy-dependencies -DoutputDirectory="$out/lib" >&2
mkdir -p "$out/classes"
"$JAVA_HOME/bin/javac" -proc:full -d "$out/classes" -cp "engine/target/classes:$out/lib/*" \
    bench/jmh/src/io/zhiyin/bench/jmh/*.java
for kernels in openblas plain; do
    echo "== $kernels" >&2
    "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dzhiyin.kernels=$kernels -cp "$out/classes:engine/target/classes:app/target/lib/*:$out/lib/*" \
        org.openjdk.jmh.Main -v NORMAL -rf csv -rff "$out/$kernels.csv" "$@" >&2
done
# Medians in microseconds, side by side.
awk -F'","|,' 'function name(s) { gsub(/"/, "", s); sub(/.*\./, "", s); return s }
    /p0.50/ { n = $1; sub(/:.*/, "", n); n = name(n); v = $5; gsub(/"/, "", v)
              if (FILENAME ~ /plain/) plain[n] = v; else blas[n] = v }
    END { for (n in blas) printf "%-22s %10.3f %10.3f\n", n, blas[n], plain[n] }' "$out/openblas.csv" "$out/plain.csv" | sort
