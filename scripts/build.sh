# shellcheck shell=bash disable=SC2154
# Sourced by the launcher, which sets home, stamp, jdk, jvm_options and start_cache. The build's own steps are in the POMs.

# Something that goes into the program changed after the last build began: a file, or a folder that lost one. The time of
# the change itself (ctime) is compared, which also sees a file that was moved into place with an older date.
is_stale() {
  [[ -f $stamp && -d $home/cli/target/lib ]] || return 0
  [[ -n $(cd "$home" && find berth scripts/build.sh .mvn pom.xml ./*/pom.xml ./*/src/main -cnewer "$stamp" 2>/dev/null |
    head -n 1) ]]
}

# One launcher builds at a time; another waits, and then mostly finds that nothing is left to do. The system holds the
# lock for as long as this shell has the file open, so that one that dies leaves none behind.
build_once() {
  mkdir -p "$home/target"
  exec 9>"$home/target/build.lock"
  lock_descriptor_9
  if is_stale; then build; fi
  exec 9>&-
}

# macOS has no flock command but has Perl, whose flock is the same call on the same open file. With neither, builds at
# once are not kept apart.
lock_descriptor_9() {
  if command -v flock >/dev/null 2>&1; then
    flock 9
  elif command -v perl >/dev/null 2>&1; then
    perl -e 'open(LOCK, ">&=", 9) && flock(LOCK, 2) or die "build.lock: $!\n"'
  fi
}

# Maven copies resources and never takes one back: a migration that was renamed would be there under both names. It also
# keeps the classes of the last test of a module, and runs them.
forget_lost_sources() {
  local tests copy source copied=target/classes copied_for_tests=target/test-classes
  for tests in "$home"/*/target/test-classes; do
    [[ -d ${tests%/target/test-classes}/src/test ]] || rm -rf "$tests"
  done
  # shellcheck disable=SC2015 # a clone that was never built has none of these folders
  (cd "$home" && find ./*/target/classes ./*/target/test-classes -type f ! -name '*.class' 2>/dev/null || true) |
    while IFS= read -r copy; do
      source=${copy/$copied/src/main/resources}
      source=${source/$copied_for_tests/src/test/resources}
      [[ -e $home/$source ]] || rm -f "$home/$copy"
    done
}

build() {
  local log=$home/target/build.log first='' keep_lib=true
  if [[ -f $stamp ]]; then
    echo "Building Berth ..." >&2
    # Only a POM changes a version, and so leaves a jar of the last one behind.
    [[ -z $(cd "$home" && find pom.xml ./*/pom.xml -cnewer "$stamp") ]] || keep_lib=false
  else
    first=yes
    keep_lib=false
    echo "Building Berth (first run takes a few minutes) ..." >&2
  fi
  # The time at which the build begins: a source that changes while it runs is newer than what is built.
  touch "$stamp.new"
  forget_lost_sources
  if ! package -Dlib.keep=$keep_lib >"$log" 2>&1 9>&- </dev/null; then
    tail -n 40 "$log" >&2
    echo "berth: the build failed; the whole log is $log" >&2
    exit 1
  fi
  if [[ -n $first ]]; then learn_to_start >>"$log" 2>&1 9>&- </dev/null; fi
  mv "$stamp.new" "$stamp"
}

package() {
  (cd "$home" && JAVA_HOME=$jdk "$(maven)" -B -ntp -pl cli -am -Dmaven.test.skip=true "$@" package)
}

# Lets the JVM keep what it finds out in one short run (JEP 483 and 514), which halves the work of every later start. Only
# after a build from nothing: it takes as long as several starts, and who edits the sources starts but once. A run that
# fails leaves no cache, and nothing else.
learn_to_start() {
  local work=$home/target/first-start server tries=0 port
  rm -rf "$work" "$start_cache"
  mkdir -p "$work"
  env -i PATH="$PATH" HOME="$work" "$jdk/bin/java" "${jvm_options[@]}" -XX:AOTCacheOutput="$work/berth.aot" \
    -cp "$home/cli/target/lib/*" dev.berth.cli.Main serve --data="$work/data" --listen=127.0.0.1:0 >"$work/out" &
  server=$!
  until grep -q ' is ready at ' "$work/out" || ((++tries > 600)) || ! kill -0 "$server" 2>/dev/null; do sleep 0.1; done
  port=$(sed -n 's/.* is ready at [^;]*:\([0-9]*\);.*/\1/p' "$work/out")
  if [[ -n $port ]]; then
    (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /v2/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && cat <&3) || true
  fi
  kill "$server" 2>/dev/null || true
  wait "$server" || true
  if [[ -s $work/berth.aot ]]; then mv "$work/berth.aot" "$start_cache"; fi
  rm -rf "$work"
}

# The PATH's Maven when it is 3.8.7 or newer, else the wrapper, which fetches the version that it names.
maven() {
  local version major minor patch
  version=$(JAVA_HOME=$jdk mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  IFS=. read -r major minor patch <<<"${version:-0.0.0}"
  if ((${major:-0} * 1000000 + ${minor:-0} * 1000 + ${patch:-0} >= 3008007)); then echo mvn; else echo ./mvnw; fi
}
