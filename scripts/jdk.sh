# shellcheck shell=bash
# Sourced. find_jdk prints the folder of the first JDK 25 or newer, and fails when there is none. No JVM is started: each
# JDK says its version in the file "release".

is_jdk_25() {
  local version
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
  [[ -n $version && $version -ge 25 ]]
}

# The JDK of the PATH's java, through every link between them.
jdk_of_path() {
  local program link
  program=$(type -P java) || return 0
  while [[ -L $program ]]; do
    link=$(readlink "$program")
    case $link in /*) program=$link ;; *) program=$(dirname "$program")/$link ;; esac
  done
  dirname "$(dirname "$program")"
}

find_jdk() {
  local candidate
  for candidate in \
    "${JAVA_HOME:-}" \
    "$(jdk_of_path)" \
    "${BERTH_JDK_ROOT:-}"/usr/lib/jvm/* \
    "${BERTH_JDK_ROOT:-}"/usr/java/* \
    "${BERTH_JDK_ROOT:-}"/opt/java/* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
    "${HOME:-}"/.jdks/* \
    "${BERTH_JDK_ROOT:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${BERTH_JDK_ROOT:-}"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${BERTH_JDK_ROOT:-}"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}
