#!/usr/bin/env bash
# Berth against another registry, interleaved, on this machine.
#   bench/run.sh [Bench options]        such as --full, --only push,pull, --fill-gb 12, --json out.json
# Berth runs as shipped: built by ./berth, with authentication, authorization, request log and fsync. AWS names the AWS CLI.
# The peer runs without any of these. PEER says which: distribution (v3, built from Go's modules, the default),
# docker-registry (Debian's package), or none. TLS=1 lets both speak TLS, with one certificate. OURS_DATA names a folder of ours
# that is there already (bench/rows.py), instead of a fresh one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
cached=${BERTH_TEST_CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/berth-test-clients}/aws/bin/aws
aws=${AWS:-$([ -x "$cached" ] && echo "$cached" || echo aws)}
port=${OURS_PORT:-5101}
# shellcheck source=scripts/jdk.sh
source "$root/scripts/jdk.sh"
JAVA_HOME=$(find_jdk)
export JAVA_HOME
export BERTH_ROOT_ACCESS_KEY_ID=AKIABENCH00000000000 BERTH_ROOT_SECRET_ACCESS_KEY=only-for-this-benchmark
export AWS_ACCESS_KEY_ID=$BERTH_ROOT_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY=$BERTH_ROOT_SECRET_ACCESS_KEY
scheme=http
tls=
if [ -n "${TLS:-}" ]; then
  scheme=https
  certificate=$(mktemp -d)
  trap 'rm -rf "$certificate"' EXIT
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$certificate/key.pem" -out "$certificate/cert.pem" 2>/dev/null
  tls="--tls-certificate=$certificate/cert.pem --tls-key=$certificate/key.pem"
  export REGISTRY_HTTP_TLS_CERTIFICATE=$certificate/cert.pem REGISTRY_HTTP_TLS_KEY=$certificate/key.pem
  export AWS_CA_BUNDLE=$certificate/cert.pem
fi
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_CONFIG_FILE=/dev/null
"$root/berth" version
case ${PEER:-distribution} in
  distribution) REGISTRY_BIN=$("$here/distribution.sh"); export REGISTRY_BIN ;;
  docker-registry | none) ;;
  *) echo "PEER is distribution, docker-registry or none, not $PEER" >&2; exit 2 ;;
esac
export SCHEME=$scheme
export OURS_PREPARE="$aws --endpoint-url $scheme://127.0.0.1:$port ecr create-repository --repository-name \$REPO >/dev/null"
"$here/compare.sh" "$root/berth serve --listen 127.0.0.1:$port --data ${OURS_DATA:-\$BENCH_DATA/data} $tls 2>/dev/null" \
  --user-cmd "ours=echo AWS:\$($aws --endpoint-url $scheme://127.0.0.1:$port ecr get-login-password)" "$@"
