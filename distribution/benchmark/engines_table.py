#!/usr/bin/env python3
"""Makes the tables of engines.sh from its results: engines_table.py RESULTS.

Fails where losses or answers differ from PyTorch 1.13's by more than 1e-4 and by more than PyTorch's own versions and numbers of threads do:
some networks magnify the last bit of a float within 100 steps.
"""
import glob, json, os, statistics, sys

results, ALLOWED, REFERENCE = sys.argv[1], 1e-4, "torch-1.13"
names = {"classifier": "classifier", "mlp": "MLP", "lenet": "LeNet", "textcnn": "text CNN", "lstm": "LSTM", "transformer": "Transformer"}
is_ours = lambda engine: engine.startswith(("jvm-", "dl4j-cpu-"))
found = {}
for path in sorted(glob.glob(os.path.join(results, "*.json"))):
    name = os.path.basename(path)[: -len(".json")].replace("torch-1.13", "torch-1_13").replace("torch-2.13", "torch-2_13")
    with open(path) as file:
        found[tuple(part.replace("_", ".") for part in name.split("."))] = json.load(file)


def table(title, rows, columns, cell):
    print(f"\n### {title}\n\n| | " + " | ".join(names.get(c, c) for c in columns) + " |\n|" + "---|" * (len(columns) + 1))
    for row in rows:
        print(f"| {row} | " + " | ".join(cell(row, c) for c in columns) + " |")


def number(x):
    return f"{x:.3g}" if x < 100 else f"{x:.0f}"


def spread(values):
    """The median, and least and greatest where there are several."""
    m = number(statistics.median(values))
    return m if len(values) == 1 else f"{m} ({number(min(values))}–{number(max(values))})"


def documents(kind, *key):
    return [d for k, d in found.items() if k[0] == kind and k[1 : 1 + len(key)] == key]


def told(kind, key, read):
    """The values of the processes that succeeded, as one cell; a process that failed is not passed over."""
    all_of = documents(kind, *key)
    if not all_of:
        return "not run"
    good = [read(d) for d in all_of if "failed" not in d]
    failed = len(all_of) - len(good)
    return (spread(good) if good else "failed") + (f", {failed} of {len(all_of)} failed" if failed and good else "")


measured = [k for k in found if k[0] == "measure"]
networks = [n for n in names if any(n in k for k in found)]
engines = list(dict.fromkeys(k[1] for k in measured))
for t in sorted({k[3] for k in measured}):
    for what, title in (("train", "a training step with Adam"), *((f"answer{n}", f"answering {n} row{'s' * (n > 1)}") for n in (1, 32, 256))):
        for clock, unit in (("cpu", "CPU of the process"), ("wall", "by the clock")):
            # the JDK counts a process's CPU in ticks of 10 ms, a tenth of a block: only the mean of the blocks is fine enough
            middle, word = (statistics.mean, "means") if clock == "cpu" else (statistics.median, "medians")
            table(f"ms, {title}, threads: {t}, {unit}: median of the processes' {word} (least–greatest)", engines, networks,
                  lambda e, n: told("measure", (e, n, t), lambda d: middle(d[what][clock])))
    table(f"ms, answering one row, threads: {t}: p50 / p99 by the clock", engines, networks,
          lambda e, n: " / ".join(told("measure", (e, n, t), lambda d: d["answer1"][p]) for p in ("p50", "p99")))

worst = []


def difference(engine, network, key, part):
    ours, theirs = ([d for d in documents("measure", e, network) if "failed" not in d] for e in (engine, REFERENCE))
    if not ours or not theirs:
        return "not run"
    if any(key not in one for one in ours):
        return "not told"
    d = apart(ours, theirs, key, part)
    if not is_ours(engine):
        return f"{d:.1e}"
    allowed = max([ALLOWED] + [apart(documents("measure", e, network), theirs, key, part) for e in engines if "torch" in e])
    worst.append((d / allowed, d, engine, network, key))
    return f"{d:.1e}" + ("" if d <= allowed else " **more than allowed**")


def apart(some, others, key, part):
    return max((abs(a - b) for one in some if "failed" not in one for a, b in zip(one[key][part], others[0][key][part])), default=0.0)


if measured:
    for key, part, title in (("initialScores", slice(None), "answers before training"), ("losses", slice(-1, None), "the loss after 100 steps"),
                             ("trainedScores", slice(None), "answers after 100 steps")):
        table(f"greatest difference from {REFERENCE}: {title} ({ALLOWED} allowed, or what PyTorch differs by)", engines, networks, lambda e, n: difference(e, n, key, part))
    ours = [e for e in engines if is_ours(e)]
    table("ms to compile the graph: first in the process / median of the next", ours, networks,
          lambda e, n: " / ".join(told("measure", (e, n, "1"), r) for r in (lambda d: d["compileMillis"][0], lambda d: statistics.median(d["compileMillis"][1:]))))

if any(k[0] == "processes" for k in found):
    table("ms of CPU of a training step, one thread, JDK 17: each process", ["jvm"], networks, lambda e, n: ", ".join(
        "failed" if "failed" in d else number(statistics.mean(d["train"]["cpu"])) for d in documents("processes", "jvm-jdk17", n)) or "not run")

if any(k[0] == "memory" for k in found):
    def memory(engine, network):
        d = (documents("memory", engine, network) or [{"failed": "not run"}])[0]
        return d["failed"] if d.get("failed") == "not run" else "failed" if "failed" in d else (
            f"{d['after1000']:.0f} → {d['after10000']:.0f} ({d['after10000'] / d['after1000']:.3f})")
    table("MB resident after 1,000 → 10,000 steps of 4 rows, JDK 17", ["jvm", "dl4j-cpu"], networks, memory)

if ("first",) in found:
    taken = found["first",]
    rows = list(dict.fromkeys(k.split(".")[0] for k in taken))
    table("seconds from the start of the process to the end of the first step, outside Felix", rows, networks, lambda e, n: (
        lambda s: "not run" if not s else "failed" if None in s else spread(s))(taken.get(f"{e}.{n}")))

over = [w for w in worst if w[0] > 1]
if worst:
    share, d, engine, network, key = max(worst)
    print(f"\nOf what is allowed the most is used by {key} of {network} on {engine}: {share:.2f} ({d:.1e}); {len(over)} of {len(worst)} are above it.")
failed = [(".".join(k), d["failed"]) for k, d in found.items() if "failed" in d]
for name, why in failed:
    print(f"\nFailed: {name}: {why}")
sys.exit(1 if over or failed else 0)
