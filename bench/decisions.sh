#!/usr/bin/env bash
# How many decisions the policy engine makes in a second on one core, with JMH: bench/decisions.sh [JMH options], such as
# -f 10 -i 10, or -prof gc for what a decision allocates. JMH comes from Maven into bench/decisions/target and goes nowhere else.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=scripts/jdk.sh
source "$root/scripts/jdk.sh"
# shellcheck source=scripts/build.sh
source "$root/scripts/build.sh"
jdk=${JAVA_HOME:-$(find_jdk)}
export JAVA_HOME=$jdk
"$root/berth" version
target=$here/decisions/target
mkdir -p "$target/classes"
cd "$root"
"$(maven)" -B -ntp -q -f "$here/decisions/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$target/lib"
path="$root/cli/target/lib/*:$target/lib/*"
"$JAVA_HOME/bin/javac" -nowarn -proc:full -cp "$path" -d "$target/classes" "$here/decisions/DecisionBenchmark.java"
exec "$JAVA_HOME/bin/java" -cp "$target/classes:$path" org.openjdk.jmh.Main "$@"
