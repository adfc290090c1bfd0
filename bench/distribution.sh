#!/usr/bin/env bash
# Builds CNCF distribution v3 from its pinned modules, once, and prints where the program is. Needs Go.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=${BERTH_TEST_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/berth-test-clients}/peers/distribution
wanted=$(cat "$here"/peers/distribution/go.{mod,sum} | sha256sum)
if [[ ! -x $bin/registry || $(cat "$bin/sha256" 2>/dev/null) != "$wanted" ]]; then
  go=$(PATH=$PATH:/usr/local/go/bin command -v go) || { echo "there is no Go to build distribution v3 with" >&2; exit 1; }
  echo "building distribution v3 (once, some minutes) ..." >&2
  (cd "$here/peers/distribution" && GOBIN=$bin GOFLAGS=-mod=readonly GOTOOLCHAIN=local "$go" install -trimpath tool)
  printf '%s\n' "$wanted" >"$bin/sha256"
fi
printf '%s\n' "$bin/registry"
