#!/bin/sh
# The proofs of docs/en/durability.md at full size, one after the other: about an hour and a half.
# Arguments: the parts that are wanted, of: kills answers million rot ids parsers requests.
set -eu
cd "$(dirname "$0")/.."
parts="${*:-kills answers million rot ids parsers requests}"

run() {
    echo "== $1: $3"
    ./mvnw -B -ntp -q -pl "$2" -am test "-Dtest=$3" -Dsurefire.failIfNoSpecifiedTests=false \
        "-Dtest.argLine=-Xmx2g --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dzhiyin.full=$4"
}

for part in $parts; do
    case "$part" in
        kills) run "$part" proof KillTest true ;;
        answers) run "$part" proof LostAnswersTest true ;;
        million) run "$part" proof LostAnswersTest million ;;
        rot) run "$part" app CorruptionTest true ;;
        ids) run "$part" app EventLogMemoryTest true ;;
        parsers) run "$part" app ParserCasesTest true ;;
        requests) run "$part" app GeneratedRequestsTest true ;;
        *)
            echo "unknown part: $part, must be of: kills answers million rot ids parsers requests" >&2
            exit 2
            ;;
    esac
done
