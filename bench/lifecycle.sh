#!/usr/bin/env bash
# How long a lifecycle policy takes to select among the images of one repository: bench/lifecycle.sh [IMAGES] [FOLDER], by default
# 1,000,000 images in a folder of its own under the system's temporary one. Rows are written once; remove the folder afterwards.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=scripts/jdk.sh
source "$root/scripts/jdk.sh"
jdk=${JAVA_HOME:-$(find_jdk)}
"$root/berth" version
exec "$jdk/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "$root/cli/target/lib/*" "$here/lifecycle/LifecycleBenchmark.java" \
  "${1:-1000000}" "${2:-${TMPDIR:-/tmp}/berth-bench-lifecycle}"
