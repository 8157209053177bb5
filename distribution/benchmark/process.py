#!/usr/bin/env python3
"""Measures Graft's processes from outside: start-up, memory. Usage: process.py GRAFT EXAMPLES. Prints one JSON document."""
import json, os, statistics, subprocess, sys, tempfile, time

graft, examples = sys.argv[1], sys.argv[2]
mlp = os.path.join(examples, "mlp", "mlp.yaml")
tickets = os.path.join(examples, "tickets", "tickets.yaml")
home = tempfile.mkdtemp(prefix="graft-benchmark-")
env = dict(os.environ, GRAFT_HOME=home)


def rss(pid):
    with open(f"/proc/{pid}/status") as f:
        for line in f:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return float("nan")


def validate():
    begun = time.monotonic()
    subprocess.run([graft, "validate", tickets], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begun


def until(process, text):
    """Reads standard error byte by byte until a text has been seen."""
    seen = b""
    while text not in seen:
        byte = os.read(process.stderr.fileno(), 1)
        if not byte:
            raise SystemExit(seen.decode(errors="replace"))
        seen = (seen + byte)[-4096:]


def first_step():
    options = dict(env, GRAFT_OPTS=(env.get("GRAFT_OPTS", "") + " -Dgraft.terminal=true").strip())
    begun = time.monotonic()
    p = subprocess.Popen([graft, "train", mlp], env=options, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(p, b"samples/s")
    seconds = time.monotonic() - begun
    p.stderr.read()
    if p.wait() != 0:
        raise SystemExit("the training failed")
    return seconds


def idle():
    """The memory of a process that holds a pipeline on the backend and waits for input."""
    p = subprocess.Popen([graft, "predict", "mlp"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    p.stdin.write((",".join(["0.1"] * 100) + "\n").encode())
    p.stdin.flush()
    p.stdout.readline()
    time.sleep(2)
    megabytes = rss(p.pid)
    p.stdin.close()
    p.wait()
    return megabytes


def epochs(file):
    """The memory after 5 and after 50 epochs of one run."""
    p = subprocess.Popen([graft, "train", file, "--set", "train.epochs=50"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(p, b"epoch 5/50")
    five = rss(p.pid)
    until(p, b"epoch 50/50")
    fifty = rss(p.pid)
    p.stderr.read()
    p.wait()
    return {"after5": five, "after50": fifty, "ratio": fifty / five}


memory = {"mlp": mlp, "tickets": tickets}
if os.path.isdir(os.path.join(env.get("GRAFT_DATA", ""), "clinc150")):
    memory["clinc150"] = os.path.join(examples, "real-data", "clinc150.yaml")
validate(), first_step()  # warm: the framework's cache, the natives' cache, the operating system's
print(json.dumps({
    "validateSeconds": {"median": statistics.median(v := [validate() for _ in range(11)]), "max": max(v)},
    "firstStepSeconds": {"median": statistics.median(f := [first_step() for _ in range(11)]), "max": max(f)},
    "idleMegabytes": idle(),
    "epochsMegabytes": {name: epochs(file) for name, file in memory.items()},
}, indent=2))
