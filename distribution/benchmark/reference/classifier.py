#!/usr/bin/python3
"""The reference classifier in PyTorch: mean of the embeddings that the mask shows, a dense layer, cross-entropy.

Usage: classifier.py EXCHANGE-FOLDER. Prints one JSON document.
"""
import sys

import torch

sys.dont_write_bytecode = True  # no __pycache__ in the checkout

from exchange import Exchange
from training import run


class Classifier(torch.nn.Module):
    def __init__(self, embedding, weight, bias):
        super().__init__()
        self.embedding = torch.nn.Parameter(embedding.clone())
        self.weight = torch.nn.Parameter(weight.clone())
        self.bias = torch.nn.Parameter(bias.clone())

    def forward(self, ids, offsets):
        # the mean over each bag, and zeros for one that is empty
        mean = torch.nn.functional.embedding_bag(ids, self.embedding, offsets, mode="mean")
        return torch.addmm(self.bias, mean, self.weight)


def bags(ids, mask):
    """The ids that the mask shows, one row after the other, and where each row begins: PyTorch's fastest form of a batch."""
    shown = mask != 0
    counts = shown.sum(axis=1)
    offsets = counts.cumsum() - counts
    return torch.from_numpy(ids[shown].astype("int64")), torch.from_numpy(offsets.astype("int64"))


def main(folder):
    e = Exchange(folder)
    steps, rows, length, classes = e["steps"], e["rows"], e["length"], e["classes"]
    ids = e.ints("ids", steps, rows, length)
    mask = e.floats("mask", steps, rows, length)
    target = torch.from_numpy(e.ints("target", steps, rows).astype("int64"))
    if not ((mask == 0) | (mask == 1)).all():
        raise SystemExit("The mask holds other numbers than 0 and 1.")
    parameters = (
        torch.from_numpy(e.floats("embedding", e["vocabulary"], e["size"])),
        torch.from_numpy(e.floats("dense.weight", e["size"], classes)),
        torch.from_numpy(e.floats("dense.bias", classes)),
    )
    batches = [(bags(ids[s], mask[s]), target[s]) for s in range(steps)]
    run(e, lambda: Classifier(*parameters), batches)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
