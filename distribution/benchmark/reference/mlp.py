#!/usr/bin/python3
"""The reference multilayer perceptron in PyTorch: a hidden layer with relu, an output layer, cross-entropy.

Usage: mlp.py EXCHANGE-FOLDER. Prints one JSON document.
"""
import sys

import torch

sys.dont_write_bytecode = True  # no __pycache__ in the checkout

from exchange import Exchange
from training import run


class Perceptron(torch.nn.Module):
    def __init__(self, parameters):
        super().__init__()
        self.parts = torch.nn.ParameterList(torch.nn.Parameter(p.clone()) for p in parameters)

    def forward(self, x):
        hidden_weight, hidden_bias, weight, bias = self.parts
        hidden = torch.relu(torch.addmm(hidden_bias, x, hidden_weight))
        return torch.addmm(bias, hidden, weight)


def main(folder):
    e = Exchange(folder)
    steps, rows, inputs, hidden, classes = e["steps"], e["rows"], e["inputs"], e["hidden"], e["classes"]
    x = torch.from_numpy(e.floats("x", steps, rows, inputs))
    target = torch.from_numpy(e.ints("target", steps, rows).astype("int64"))
    parameters = [
        torch.from_numpy(e.floats("hidden.weight", inputs, hidden)),
        torch.from_numpy(e.floats("hidden.bias", hidden)),
        torch.from_numpy(e.floats("dense.weight", hidden, classes)),
        torch.from_numpy(e.floats("dense.bias", classes)),
    ]
    run(e, lambda: Perceptron(parameters), [((x[s],), target[s]) for s in range(steps)])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
