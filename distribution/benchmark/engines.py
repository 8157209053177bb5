#!/usr/bin/env python3
"""Runs the six networks on all engines in turns: engines.py CLASSPATH RESULTS. One process a measurement, one JSON file a process.

engines.sh sets the environment; engines_table.py makes the tables.
"""
import json, os, subprocess, sys, time

classpath, results = sys.argv[1], sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
words = lambda name, otherwise: os.environ.get(name, otherwise).split()
networks = words("NETWORKS", "classifier mlp lenet textcnn lstm transformer")
threads = [int(t) for t in words("THREADS", "1 2")]
parts = words("PARTS", "measure processes memory first")
rounds, processes, firsts = (int(os.environ.get(k, d)) for k, d in (("ROUNDS", "3"), ("PROCESSES", "6"), ("FIRSTS", "11")))
seconds, limit = os.environ.get("SECONDS_EACH", "2"), int(os.environ.get("LIMIT_SECONDS", "1800"))
exchange = os.path.join(results, "exchange")
# glibc gives large blocks back to the system after each step; PyTorch's LeNet is a tenth faster when it keeps them
KEEPING = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "1000000000", "MALLOC_MMAP_THRESHOLD_": "1000000000"}
failures = 0


def java(home, *program):
    major = subprocess.run([home + "/bin/java", "-version"], capture_output=True, text=True, check=True).stderr
    newer = [] if '"17' in major else ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    # as bin/graft starts it
    return [home + "/bin/java", "-XX:+UseSerialGC", "-Xms32m", "-Xmn16m", "--add-modules=jdk.incubator.vector", *newer,
            "-Dgraft.cache=" + os.path.join(results, "natives"), "-cp", classpath, "io.graft.benchmark.engines.Engines", *program]


jdks = {"17": os.environ["JAVA_17"]} | ({"25": os.environ["JAVA_25"]} if os.environ.get("JAVA_25") else {})
pythons = {"torch-1.13": "/usr/bin/python3"} | ({"torch-2.13": os.environ["TORCH_PYTHON"]} if os.environ.get("TORCH_PYTHON") else {})


def commands(mode, network, threads):
    """The engines by name, each with how it is started."""
    folder, tail = os.path.join(exchange, network), [str(threads), seconds]
    for backend in ("jvm", "dl4j-cpu"):
        for jdk, home in jdks.items():
            yield f"{backend}-jdk{jdk}", java(home, mode, backend, network, folder, *tail)
    for name, python in pythons.items():
        if os.path.exists(python) and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0:
            yield name, [python, os.path.join(here, "reference", "networks.py"), mode, folder, *tail]
    for name, project, script in (("libtorch-2.13", "libtorch", "run.sh"), ("multilayernetwork", "dl4j-multilayernetwork", "networks.sh")):
        project = os.path.join(here, "reference", project)
        if os.path.exists(os.path.join(project, "target", os.path.basename(project) + ".jar")):
            yield name, ["env", "JAVA_HOME=" + jdks["17"], os.path.join(project, script), mode, folder, *tail]


def run(name, command, threads=1):
    """One process; its answer, or why there is none, goes to a file named after it."""
    global failures
    env = dict(os.environ, OMP_NUM_THREADS=str(threads), **({} if "jvm" in name or "dl4j-cpu" in name else KEEPING))
    try:
        p = subprocess.run(command, env=env, capture_output=True, text=True, timeout=limit)
        # an engine may print lines of its own before its answer
        answer = json.loads(p.stdout.strip().splitlines()[-1]) if p.returncode == 0 else {"failed": reason(p.stderr)}
    except subprocess.TimeoutExpired:
        answer = {"failed": f"not done after {limit} s"}
    except (ValueError, IndexError) as e:
        answer = {"failed": f"no answer ({e})"}
    if "failed" in answer:
        failures += 1
        print(f"failed: {name}: {answer['failed']}", file=sys.stderr)
    with open(os.path.join(results, name + ".json"), "w") as file:
        json.dump(answer, file)


def reason(text):
    lines = [line for line in text.splitlines() if "Exception" in line or "Error" in line]
    return (lines or text.splitlines() or ["no word"])[0]


def first(command):
    """Seconds from the start of the process to the end of its first step."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as p:
        line = p.stdout.readline()
        taken = time.monotonic() - begun
        p.stdout.read()
    return taken if line.startswith("first step") and p.returncode == 0 else None


for network in networks:
    subprocess.run(java(jdks["17"], "exchange", network, os.path.join(exchange, network)), check=True, stderr=subprocess.DEVNULL)

if "measure" in parts:
    for r in range(rounds):
        for network in networks:
            for t in threads:
                for engine, command in commands("measure", network, t):
                    run(f"measure.{engine}.{network}.{t}.{r}", command, t)

if "processes" in parts:  # on JDK 17 the same kernels were compiled well in one process and badly in another
    for r in range(processes):
        for network in networks:
            run(f"processes.jvm-jdk17.{network}.{r}", java(jdks["17"], "train", "jvm", network, os.path.join(exchange, network), "1", seconds))

if "memory" in parts:
    for network in networks:
        for backend in ("jvm", "dl4j-cpu"):
            run(f"memory.{backend}.{network}", java(jdks["17"], "memory", backend, network))

if "first" in parts:
    taken = {}
    for r in range(firsts + 1):  # the first of each warms the caches and does not count
        for network in networks:
            for backend in ("jvm", "dl4j-cpu"):
                for jdk, home in jdks.items():
                    s = first(java(home, "first", backend, network))
                    if r:
                        taken.setdefault(f"{backend}-jdk{jdk}.{network}", []).append(s)
    with open(os.path.join(results, "first.json"), "w") as file:
        json.dump(taken, file)

sys.exit(1 if failures else 0)
