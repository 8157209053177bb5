"""Trains a PyTorch network on the batches of an exchange folder, with each optimizer, and measures the time of a step."""
import json
import statistics
import time

import torch

OPTIMIZERS = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr=lr),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9),
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9, nesterov=True),
    "adam": lambda p, lr: torch.optim.Adam(p, lr=lr),
    "adamw": lambda p, lr: torch.optim.AdamW(p, lr=lr),
    "adadelta": lambda p, lr: torch.optim.Adadelta(p, lr=lr),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr=lr),
    "adagrad": lambda p, lr: torch.optim.Adagrad(p, lr=lr),
}

MEASURED = "adam"
BLOCKS = 10
WARM_UP_STEPS = 50


def step(network, optimizer, batch):
    """One step; gives the loss before the update."""
    inputs, target = batch
    optimizer.zero_grad(set_to_none=True)
    loss = torch.nn.functional.cross_entropy(network(*inputs), target)
    loss.backward()
    optimizer.step()
    return loss


def losses(make_network, batches, name, rate):
    network = make_network()
    optimizer = OPTIMIZERS[name](network.parameters(), rate)
    return [step(network, optimizer, batch).item() for batch in batches]


def timing(make_network, batches, rate, threads):
    """The median over blocks of steps, after warming up; CPU time is that of all threads of the process."""
    torch.set_num_threads(threads)
    network = make_network()
    optimizer = OPTIMIZERS[MEASURED](network.parameters(), rate)
    for i in range(WARM_UP_STEPS):
        step(network, optimizer, batches[i % len(batches)])
    cpu, wall = [], []
    for _ in range(BLOCKS):
        c, w = time.process_time(), time.perf_counter()
        for batch in batches:
            step(network, optimizer, batch)
        wall.append((time.perf_counter() - w) * 1000 / len(batches))
        cpu.append((time.process_time() - c) * 1000 / len(batches))
    return {
        "optimizer": MEASURED,
        "threads": threads,
        "cpuMillisPerStep": round(statistics.median(cpu), 3),
        "wallMillisPerStep": round(statistics.median(wall), 3),
    }


def run(exchange, make_network, batches):
    """Prints the document that EXCHANGE.md describes; "timings" has one and two threads, "timing" one."""
    torch.set_num_threads(1)
    rates = exchange["rates"]
    unknown = sorted(set(rates) - set(OPTIMIZERS))
    if unknown:
        raise SystemExit(f"No optimizer {', '.join(unknown)}; known: {', '.join(OPTIMIZERS)}.")
    result = {
        "program": exchange["program"],
        "engine": "PyTorch " + torch.__version__,
        "losses": {name: losses(make_network, batches, name, rate) for name, rate in rates.items()},
    }
    result["timings"] = [timing(make_network, batches, rates[MEASURED], threads) for threads in (1, 2)]
    result["timing"] = result["timings"][0]
    print(json.dumps(result, indent=1))
