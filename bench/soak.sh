#!/usr/bin/env bash
# Collection amid clients that push, pull, mount, tag, index and delete: bench/soak.sh [OPERATIONS] (100,000). Ends with the figures,
# or with what was refused, lost or left behind.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=scripts/jdk.sh
source "$root/scripts/jdk.sh"
# shellcheck source=scripts/build.sh
source "$root/scripts/build.sh"
JAVA_HOME=${JAVA_HOME:-$(find_jdk)}
export JAVA_HOME
cd "$root"
"$(maven)" -B -ntp test -pl registry -am -Dtest=CollectionSoakTest -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dberth.soak.operations=${1:-100000}"
