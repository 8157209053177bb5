#!/usr/bin/env bash
# All of Graft's numbers, in one run: run.sh [DATA], where DATA is the folder with clinc150/ and csl-zh/. Results go to target/results/.
# The comparisons need PyTorch: reference/install.sh installs it. What is missing is said, not guessed.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export GRAFT_DATA=${1:-$(cd "$root/.." && pwd)/shared/data}
results=$PWD/target/results
rm -rf target && mkdir -p "$results"

say() { printf '\n== %s\n' "$*" >&2; }

[ -x "$root/distribution/target/graft/bin/graft" ] || (cd "$root" && mvn -B -q -DskipTests package -pl distribution -am)
say "building the benchmark bundle"
(cd "$root" && mvn -B -q -DskipTests -Pbenchmark package -pl distribution/benchmark/graft -am)
cp -r ../target/graft target/graft
cp -r ../target/graft target/bench
cp graft/target/benchmark-*.jar target/bench/bundle/
graft=$PWD/target/graft/bin/graft
bench=$PWD/target/bench/bin/graft
export GRAFT_HOME=$PWD/target/home
examples=$PWD/target/graft/examples
python=/usr/bin/python3

{ grep -m1 'model name' /proc/cpuinfo; nproc; "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1; } > "$results/machine.txt"

if [ -d "$GRAFT_DATA/clinc150" ]; then
  say "accuracy on real data"
  for name in clinc150 csl-zh banking77 sms-spam; do
    "$graft" train "$examples/real-data/$name.yaml" --json > "$results/train-$name.json"
  done
  $python reference/naive_bayes.py "$GRAFT_DATA/csl-zh" > "$results/naive-bayes-csl-zh.json"
  classifier=$examples/real-data/clinc150.yaml
else
  echo "skipped: $GRAFT_DATA/clinc150 is not there; the classifier is measured on the tickets example" >&2
  classifier=$examples/tickets/tickets.yaml
fi
mlp=$examples/mlp/mlp.yaml

say "losses against PyTorch, from the same parameters on the same batches"
"$bench" exchange "$classifier" target/exchange-classifier 101 > /dev/null
"$bench" exchange "$mlp" target/exchange-mlp 301 > /dev/null
"$bench" losses "$classifier" target/exchange-classifier > "$results/losses-graft-classifier.json"
"$bench" losses "$mlp" target/exchange-mlp > "$results/losses-graft-mlp.json"
if $python -c 'import torch' 2> /dev/null; then
  $python reference/classifier.py "$PWD"/target/exchange-classifier > "$results/losses-torch-classifier.json"
  $python reference/mlp.py "$PWD"/target/exchange-mlp > "$results/losses-torch-mlp.json"
  $python compare.py "$results" | tee "$results/losses.md"
else
  echo "skipped: PyTorch is not installed (reference/install.sh)" >&2
fi

say "time of a step, in turns"
for round in 1 2 3; do
  for threads in 1 2; do
    "$bench" steps "$classifier" target/exchange-classifier $threads > "$results/steps-graft-classifier-$threads-$round.json"
    "$bench" steps "$mlp" target/exchange-mlp $threads > "$results/steps-graft-mlp-$threads-$round.json"
  done
  if [ -f reference/dl4j-multilayernetwork/run.sh ]; then
    reference/dl4j-multilayernetwork/run.sh "$PWD/target/exchange-classifier" 1 > "$results/steps-multilayernetwork-classifier-$round.json"
  fi
done

say "Graft's own share of a training"
"$bench" overhead "$classifier" 5 > "$results/overhead-classifier.json"
# its epochs take 4 ms: so many of them, and no checkpoint after each, which would be most of the work
"$bench" overhead "$mlp" 15 train.epochs=400 train.checkpoint.every=never > "$results/overhead-mlp.json"

say "preparation"
"$bench" preparation "$PWD/preparation.yaml" 30 > "$results/preparation.json"

say "processes"
$python process.py "$graft" "$examples" > "$results/process.json"
say "done: $results"
