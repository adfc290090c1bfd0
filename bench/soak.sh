#!/usr/bin/env bash
# Collection amid clients that push, pull, mount, tag, index and delete, over HTTP: a server in a process of its own, whose hours go
# by in parts of a second, and this one with the load.
#   bench/soak.sh [REQUESTS]                 100,000 requests amid cycles without a pause; ends with the figures, or with what was
#                                            refused, lost or left behind
#   bench/soak.sh latency [ROUNDS] [BLOBS]   5 rounds with nothing to collect and amid the collection of 6,000 blobs, in turn
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/jdk.sh
source "$root/scripts/jdk.sh"
# shellcheck source=scripts/build.sh
source "$root/scripts/build.sh"
jdk=${JAVA_HOME:-$(find_jdk)} # maven asks with it
export JAVA_HOME=$jdk
cd "$root"
report=$(mktemp)
trap 'rm -f "$report"' EXIT
options=("-Dberth.soak.report=$report")
if [[ ${1:-} == latency ]]; then
  options+=(-Dtest=LatencyOfCollectionTest "-Dberth.soak.rounds=${2:-5}" "-Dberth.soak.garbage=${3:-6000}")
else
  options+=(-Dtest=CollectionOverHttpTest "-Dberth.soak.requests=${1:-100000}")
fi
"$(maven)" -B -ntp -q test -pl testkit -am "${options[@]}" -Dsurefire.failIfNoSpecifiedTests=false
cat "$report"
