#!/usr/bin/env python3
"""One of the six networks of engines.sh in PyTorch, as its users write it: numbers, then times.

Usage: networks.py measure|train EXCHANGE-FOLDER THREADS SECONDS. Prints one JSON document like that of Graft's own benchmark.
"""
import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.dont_write_bytecode = True  # no __pycache__ in the checkout

import measuring
from exchange import Exchange

STEPS = 100
SIZES = (1, 32, 256)


def turned(weight):
    """Graft's dense layers keep [in, out], PyTorch's [out, in]."""
    return weight.t().contiguous()


def gates(p, size):
    """ONNX orders the gates i o f c, PyTorch i f c o."""
    return torch.cat([p[i * size : (i + 1) * size] for i in (0, 2, 3, 1)])


class Classifier(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.bag = nn.EmbeddingBag.from_pretrained(p["table"], freeze=False, mode="mean")
        self.classes = dense(p, "classes")

    def forward(self, ids, offsets):
        return self.classes(self.bag(ids, offsets))


class Mlp(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.hidden, self.classes = dense(p, "hidden"), dense(p, "classes")

    def forward(self, x):
        return self.classes(F.relu(self.hidden(x)))


class LeNet(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.first, self.second = filled(nn.Conv2d(1, 20, 5), p, "first"), filled(nn.Conv2d(20, 50, 5), p, "second")
        self.hidden, self.classes = dense(p, "hidden"), dense(p, "classes")

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.first(x)), 2)
        x = F.max_pool2d(F.relu(self.second(x)), 2)
        return self.classes(F.relu(self.hidden(x.flatten(1))))


class TextCnn(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.table = nn.Embedding.from_pretrained(p["table"], freeze=False)
        self.widths = nn.ModuleList(filled(nn.Conv1d(128, 100, w), p, f"width{w}") for w in (3, 4, 5))
        self.classes = dense(p, "classes")

    def forward(self, ids):
        x = self.table(ids).transpose(1, 2)
        return self.classes(torch.cat([F.relu(conv(x)).amax(2) for conv in self.widths], 1))


class Lstm(nn.Module):
    def __init__(self, p):
        super().__init__()
        size = p["r"].shape[2]
        self.table = nn.Embedding.from_pretrained(p["table"], freeze=False)
        self.lstm = nn.LSTM(p["w"].shape[2], size, batch_first=True)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(gates(p["w"][0], size))
            self.lstm.weight_hh_l0.copy_(gates(p["r"][0], size))
            self.lstm.bias_ih_l0.copy_(gates(p["b"][0, : 4 * size], size))
            self.lstm.bias_hh_l0.copy_(gates(p["b"][0, 4 * size :], size))
        self.classes = dense(p, "classes")

    def forward(self, ids):
        return self.classes(self.lstm(self.table(ids))[1][0][0])


class Transformer(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.blocks = nn.ModuleList(self.block(p, f"block{i}") for i in range(2))
        self.classes = dense(p, "classes")

    @staticmethod
    def block(p, name):
        block = nn.TransformerEncoderLayer(128, 4, 512, dropout=0, batch_first=True)
        with torch.no_grad():
            block.self_attn.in_proj_weight.copy_(turned(p[name + ".in.weight"]))
            block.self_attn.in_proj_bias.copy_(p[name + ".in.bias"])
            for layer, part in ((block.self_attn.out_proj, "out"), (block.linear1, "wide"), (block.linear2, "narrow")):
                layer.weight.copy_(turned(p[f"{name}.{part}.weight"]))
                layer.bias.copy_(p[f"{name}.{part}.bias"])
            filled(block.norm1, p, name + ".norm1"), filled(block.norm2, p, name + ".norm2")
        return block

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.classes(x.mean(1))


NETWORKS = {"classifier": Classifier, "mlp": Mlp, "lenet": LeNet, "textcnn": TextCnn, "lstm": Lstm, "transformer": Transformer}


def dense(p, name):
    weight = turned(p[name + ".weight"])
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(p[name + ".bias"])
    return layer


def filled(layer, p, name):
    with torch.no_grad():
        layer.weight.copy_(p[name + ".weight"])
        layer.bias.copy_(p[name + ".bias"])
    return layer


class Rows:
    """The batches of a folder in the form that is fastest for PyTorch: for the classifier the ids that the mask shows, and offsets."""

    def __init__(self, exchange, part, batches, rows):
        self.arrays = {}
        for name, sizes in exchange["inputs"].items():
            read = exchange.ints if name in ("ids", "label") else exchange.floats
            self.arrays[name] = read(f"{part}.{name}", batches * rows, *sizes)

    def batch(self, begin, end):
        if "x" in self.arrays:
            inputs = (torch.from_numpy(self.arrays["x"][begin:end]),)
        else:
            ids = self.arrays["ids"][begin:end].astype("int64")
            inputs = bags(ids, self.arrays["mask"][begin:end]) if "mask" in self.arrays else (torch.from_numpy(ids),)
        return inputs, torch.from_numpy(self.arrays["label"][begin:end].astype("int64"))

    def batches(self, size):
        count = len(self.arrays["label"]) // size
        return [self.batch(i * size, (i + 1) * size) for i in range(count)]


def bags(ids, mask):
    shown = mask != 0
    counts = shown.sum(axis=1)
    return torch.from_numpy(ids[shown]), torch.from_numpy((counts.cumsum() - counts).astype("int64"))


def adam(parameters, rate):
    """The fused kernel where this PyTorch has one for the CPU."""
    parameters = list(parameters)
    try:
        return torch.optim.Adam(parameters, lr=rate, fused=True), "fused"
    except (TypeError, RuntimeError, ValueError):
        return torch.optim.Adam(parameters, lr=rate), "plain"


def main(mode, folder, threads, seconds):
    torch.set_num_threads(threads)
    e = Exchange(folder)
    p = {name: torch.from_numpy(e.floats(name, *sizes)) for name, sizes in e["parameters"].items()}
    make = NETWORKS[e["program"]]
    # from_pretrained keeps the very tensor: each network gets its own
    network = make({name: t.clone() for name, t in p.items()}).train()
    optimizer, form = adam(network.parameters(), e["rate"])
    batches = Rows(e, "train", e["batches"], e["rows"]).batches(e["rows"])

    def step(i):
        inputs, target = batches[i % len(batches)]
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(*inputs), target)
        loss.backward()
        optimizer.step()
        return loss

    found = {"engine": "PyTorch " + torch.__version__, "adam": form}
    if mode == "measure":
        losses = [step(i).item() for i in range(STEPS)]
        inputs, target = batches[STEPS % len(batches)]
        with torch.no_grad():
            scores = network(*inputs)
            found["losses"] = losses + [F.cross_entropy(scores, target).item()]
            found["trainedScores"] = scores.softmax(1).flatten().tolist()
    found["train"] = measuring.timed(step, seconds)
    if mode == "measure":
        network = make({name: t.clone() for name, t in p.items()}).eval()
        answered = Rows(e, "answer", 1, e["answered"])
        with torch.inference_mode():
            found["initialScores"] = network(*answered.batches(e["answered"])[0][0]).softmax(1).flatten().tolist()
            for size in SIZES:
                some = [inputs for inputs, _ in answered.batches(size)]
                found[f"answer{size}"] = measuring.timed(lambda i: network(*some[i % len(some)]).softmax(1), seconds)
    print(json.dumps(found))


if __name__ == "__main__":
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
