#!/bin/sh
# Measures the dense kernels with JMH, OpenBLAS and plain Java; bench/README.md says what and how.
set -eu
cd "$(dirname "$0")/.."
modules=engine,app
. bench/build.sh
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
# Microseconds of a single call: best and median by OpenBLAS, best and median in plain Java.
cat "$out/openblas.csv" "$out/plain.csv" | tr -d '"' | awk -F, '
    /^Benchmark/ { file++ }
    /:p0.00|:p0.50/ { name = $1; sub(/.*KernelsBench\./, "", name); split(name, part, ":p")
                      figure[part[1], file, part[2]] = $5; names[part[1]] }
    END { for (n in names) printf "%-20s %10.3f %10.3f %10.3f %10.3f\n", n, figure[n, 1, "0.00"], figure[n, 1, "0.50"],
              figure[n, 2, "0.00"], figure[n, 2, "0.50"] }' | sort
