"""Reads an exchange folder (EXCHANGE.md)."""
import json
import os

import numpy


class Exchange:
    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "program.json"), encoding="utf-8") as file:
            self.program = json.load(file)

    def floats(self, name, *shape):
        return self._array(name + ".f32", "<f4", shape)

    def ints(self, name, *shape):
        return self._array(name + ".i32", "<i4", shape)

    def __getitem__(self, key):
        return self.program[key]

    def _array(self, file, kind, shape):
        path = os.path.join(self.folder, file)
        array = numpy.fromfile(path, dtype=kind)
        expected = int(numpy.prod(shape))
        if array.size != expected:
            raise SystemExit(f"{path} holds {array.size} numbers, but {list(shape)} are {expected}.")
        return array.reshape(shape)
