#!/usr/bin/env bash
# Graft's backends against PyTorch on six networks, in one run, in turns: [JAVA_25=…] [TORCH_PYTHON=…] engines.sh. Markdown goes to standard
# output, raw results to target/engines/. JAVA_17 (or JAVA_HOME) is a JDK 17; TORCH_PYTHON a Python with a newer PyTorch. Smaller runs:
# NETWORKS, THREADS, ROUNDS, PROCESSES, FIRSTS, SECONDS_EACH, PARTS (measure processes memory first). BUILD=no takes what is built.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
results=$PWD/target/engines
export JAVA_17=${JAVA_17:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}}
"$JAVA_17/bin/java" -version 2>&1 | grep -q '"17' || { echo "JAVA_17 is no JDK 17: $JAVA_17" >&2; exit 2; }
[ -n "${JAVA_25:-}" ] || echo "skipped: JDK 25 (JAVA_25 is not set)" >&2
/usr/bin/python3 -c 'import torch' 2> /dev/null || echo "skipped: PyTorch 1.13 is not installed (reference/install.sh)" >&2
[ -n "${TORCH_PYTHON:-}" ] || echo "skipped: a newer PyTorch (TORCH_PYTHON is not set)" >&2

if [ "${BUILD:-yes}" != no ]; then
  (cd "$root" && mvn -B -q -DskipTests -Pbenchmark package -pl distribution/benchmark/benchmark-engines -am >&2)
  for project in libtorch dl4j-multilayernetwork; do mvn -B -q -f reference/$project/pom.xml package >&2 || rm -f reference/$project/target/$project.jar; done
fi
for project in libtorch dl4j-multilayernetwork; do [ -f reference/$project/target/$project.jar ] || echo "skipped: reference/$project (it is not built)" >&2; done
jar=$(echo benchmark-engines/target/benchmark-engines-*.jar)
rm -rf "$results" && mkdir -p "$results"

status=0
python3 engines.py "$PWD/$jar:$(cat benchmark-engines/target/classpath)" "$results" || status=1
{
  printf '%s cores, %s; load before the end %s\n\n' "$(nproc)" "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | xargs)" "$(cut -d' ' -f1-3 /proc/loadavg)"
  for home in "$JAVA_17" ${JAVA_25:+"$JAVA_25"}; do "$home/bin/java" -version 2>&1 | sed -n 2p; done
  for python in /usr/bin/python3 ${TORCH_PYTHON:+"$TORCH_PYTHON"}; do "$python" -c 'import torch; print("PyTorch", torch.__version__)' || true; done
} > "$results/machine.md"
cat "$results/machine.md"
python3 engines_table.py "$results" || status=1
exit $status
