# Read by the scripts beside it, from the repository's root: finds a JDK 25, and builds the modules named in $modules.
if [ -z "${JAVA_HOME:-}" ]; then
    JAVA_HOME=$(ls -d /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null | head -n 1)
    export JAVA_HOME
fi
mvn=mvn; command -v mvn >/dev/null 2>&1 || mvn=./mvnw
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
export MAVEN_OPTS
"$mvn" -q -B -ntp -pl "$modules" -Dmaven.test.skip=true -Dspotless.check.skip=true package >&2
