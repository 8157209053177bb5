#!/usr/bin/python3
"""Writes an exchange folder with made-up data, to try the references without Graft: classes that can be learned, rows of any length.

Usage: synthetic.py classifier|mlp FOLDER [STEPS]
"""
import json
import os
import sys

import numpy

RATES = {
    "sgd": 0.1, "momentum": 0.05, "nesterov": 0.05, "adam": 0.001, "adamw": 0.001, "adadelta": 1.0, "rmsprop": 0.001, "adagrad": 0.01,
}
ROWS, CLASSES = 32, 10


def write(folder, name, array, kind):
    array.astype("<" + kind).tofile(os.path.join(folder, f"{name}.{'f32' if kind == 'f4' else 'i32'}"))


def glorot(random, fan_in, fan_out):
    bound = (6 / (fan_in + fan_out)) ** 0.5
    return random.uniform(-bound, bound, (fan_in, fan_out))


def classifier(random, folder, steps):
    vocabulary, size, length = 10000, 512, 32
    target = random.integers(0, CLASSES, (steps, ROWS))
    # half of the words of a row are from its class's own tenth of the vocabulary; few words are frequent, as in language
    words = (random.zipf(1.3, (steps, ROWS, length)) - 1) % 1000
    own = random.random((steps, ROWS, length)) < 0.5
    of = numpy.where(own, target[:, :, None], random.integers(0, CLASSES, (steps, ROWS, length)))
    mask = numpy.arange(length) < random.integers(1, length + 1, (steps, ROWS))[:, :, None]
    ids = numpy.where(mask, of * 1000 + words, 0)
    write(folder, "embedding", random.uniform(-0.05, 0.05, (vocabulary, size)), "f4")
    write(folder, "dense.weight", glorot(random, size, CLASSES), "f4")
    write(folder, "dense.bias", numpy.zeros(CLASSES), "f4")
    write(folder, "ids", ids, "i4")
    write(folder, "mask", mask, "f4")
    write(folder, "target", target, "i4")
    return {"vocabulary": vocabulary, "size": size, "length": length}


def mlp(random, folder, steps):
    inputs, hidden = 100, 500
    target = random.integers(0, CLASSES, (steps, ROWS))
    centres = random.normal(0, 1, (CLASSES, inputs))
    write(folder, "x", centres[target] + random.normal(0, 2, (steps, ROWS, inputs)), "f4")
    write(folder, "target", target, "i4")
    write(folder, "hidden.weight", glorot(random, inputs, hidden), "f4")
    write(folder, "hidden.bias", numpy.zeros(hidden), "f4")
    write(folder, "dense.weight", glorot(random, hidden, CLASSES), "f4")
    write(folder, "dense.bias", numpy.zeros(CLASSES), "f4")
    return {"inputs": inputs, "hidden": hidden}


def main(program, folder, steps):
    os.makedirs(folder, exist_ok=True)
    steps = steps or {"classifier": 101, "mlp": 301}[program]
    sizes = {"classifier": classifier, "mlp": mlp}[program](numpy.random.default_rng(7), folder, steps)
    header = {"program": program, "rows": ROWS, "steps": steps, **sizes, "classes": CLASSES, "rates": RATES}
    with open(os.path.join(folder, "program.json"), "w", encoding="utf-8") as file:
        json.dump(header, file, indent=1)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in ("classifier", "mlp"):
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else None)
