#!/usr/bin/env bash
# What swapping costs, in one run of some fifteen minutes: live.sh. Results go to target/live/. It runs servers on free ports of 127.0.0.1 and asks them over HTTP.
# With wrk installed, requests a second too. JAVA_25=a JDK 25 measures these there as well, with platform and with virtual threads.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
results=$PWD/target/live
rm -rf "$results" && mkdir -p "$results/work"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

say() { printf '\n== %s\n' "$*" >&2; }

say "building"
(cd "$root" && mvn -B -q -DskipTests -Pbenchmark package \
  -pl distribution,distribution/benchmark/benchmark-words,distribution/benchmark/benchmark-servlet,distribution/benchmark/benchmark-live -am)
cp -r ../target/graft "$results/work/graft"
cp benchmark-servlet/target/benchmark-servlet-*.jar "$results/work/graft/bundle/server/"
words=$(ls "$PWD"/benchmark-words/target/benchmark-words-*.jar)
classes="$(ls "$PWD"/benchmark-live/target/benchmark-live-*.jar):$results/work/graft/bundle/*"
{ grep -m1 'model name' /proc/cpuinfo; nproc; $java -version 2>&1; } > "$results/machine.txt"

live() { # name, jdk, what...
  local name=$1 home=$2
  shift 2
  say "$name: $*"
  (
    [ -z "$home" ] || export JAVA_HOME=$home
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$classes" io.graft.benchmark.live.Live "$results/work/graft" "$words" \
      "$results/work/$name" "$@" > "$results/$name.json"
  )
}

live prompt "" prompt
live load "" load 0
live half-load "" load 10
live cycles "" cycles "${CYCLES:-1000}"
if command -v wrk > /dev/null; then
  sed "s#path: \([a-z]*\.csv\)#path: $root/distribution/examples/tickets/\1#" ../examples/tickets/tickets.yaml > "$results/work/tickets.yaml"
  live throughput-17 "" throughput tickets "$results/work/tickets.yaml"
  if [ -n "${JAVA_25:-}" ]; then
    live throughput-25 "$JAVA_25" throughput tickets "$results/work/tickets.yaml"
    GRAFT_OPTS="-Dorg.apache.felix.http.jetty.virtualthreads.enable=true ${GRAFT_OPTS:-}" \
      live throughput-25-virtual "$JAVA_25" throughput tickets "$results/work/tickets.yaml"
  fi
else
  echo "skipped: requests a second, because wrk is not installed (Debian: apt-get install wrk)" >&2
fi
rm -rf "$results/work"
say "done: $results"
