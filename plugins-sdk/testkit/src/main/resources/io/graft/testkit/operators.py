"""Prints operators.txt: what PyTorch (2.13, CPU) computes in float64 for each operator, and the gradients that its autograd gives.

    python3 operators.py > operators.txt

A case is a line with the operator, then whether it is computed as in training, its attributes, inputs and outputs, and the gradients of Σ output[i] · ((37 i) mod 64 − 32) / 64
over all elements of all outputs, i counting through them one after the other. An input of kind "rows" has the batch on its first axis.
Inputs are multiples of 1/128, so that float32 holds them exactly.
"""
import itertools
import math
import struct

import torch
import torch.nn.functional as F

torch.manual_seed(20)


def f32(number):
    """An attribute as float32 holds it."""
    return struct.unpack("f", struct.pack("f", number))[0]


def numbers(*shape, low=-2.0, high=2.0):
    """Different numbers in a random order, none where the slope of an operator jumps."""
    n = math.prod(shape)
    places = torch.randperm(int((high - low) * 64))
    assert n <= len(places), shape
    return (low + places[:n].double() / 64 + 1 / 128).reshape(shape)


def ints(*values):
    return torch.tensor(values, dtype=torch.int64)


def rows(x):
    return "rows", x


def weight(x):
    return "weight", x


def text(x):
    return " ".join(repr(v + 0.0) if isinstance(v, float) else repr(int(v)) for v in x.flatten().tolist())


def line(kind, x):
    element = {torch.float64: "FLOAT", torch.int64: "INT", torch.bool: "BOOL"}[x.dtype]
    return f"{kind} {element} [{','.join(map(str, x.shape))}] {text(x)}"


def attribute(value):
    if isinstance(value, list):
        return ("floats " if value and isinstance(value[0], float) else "ints ") + " ".join(map(str, value))
    return {int: "int", float: "float", str: "string"}[type(value)] + f" {value}"


def case(operator, attributes, inputs, f, gradients=True, training=False):
    """Prints what f gives for inputs that are rows(...), weight(...) or None."""
    print(operator)
    if training:
        print(" training")
    for name, value in attributes.items():
        print(" attribute", name, attribute(value))
    tensors = []
    for given in inputs:
        if given is None:
            print(" absent")
            tensors.append(None)
            continue
        kind, x = given
        print(" " + line(kind, x))
        tensors.append(x.clone().requires_grad_(x.dtype == torch.float64))
    results = f(*tensors)
    results = results if isinstance(results, tuple) else (results,)
    for y in results:
        print(" " + line("output", y.detach()))
    if not gradients:
        return
    flat = torch.cat([y.double().flatten() for y in results])
    counts = torch.tensor([((37 * i) % 64 - 32) / 64 for i in range(len(flat))], dtype=torch.float64)
    asked = [i for i, x in enumerate(tensors) if x is not None and x.requires_grad]
    slopes = torch.autograd.grad((flat * counts).sum(), [tensors[i] for i in asked], allow_unused=True)
    for i, slope in zip(asked, slopes):
        print(" gradient", i, text(torch.zeros_like(tensors[i]) if slope is None else slope))


def elementwise():
    x = rows(numbers(2, 5))
    positive = rows(numbers(2, 5, low=0.25, high=3))
    for name, f in {
        "Abs": torch.abs, "Neg": torch.neg, "Sign": torch.sign, "Relu": F.relu, "Identity": lambda v: v * 1,
        "Exp": torch.exp, "Sigmoid": torch.sigmoid, "Tanh": torch.tanh, "Softplus": F.softplus, "Softsign": F.softsign,
        "Mish": F.mish, "Elu": F.elu, "Gelu": F.gelu,
    }.items():
        case(name, {}, [x], f)
    for name, f in {"Log": torch.log, "Sqrt": torch.sqrt, "Reciprocal": torch.reciprocal}.items():
        case(name, {}, [positive], f)
    wide = rows(numbers(2, 6, low=-4, high=4))
    case("HardSwish", {}, [wide], F.hardswish)
    case("HardSigmoid", {}, [wide], lambda v: (v * f32(0.2) + 0.5).clamp(0, 1))
    case("HardSigmoid", {"alpha": 0.25, "beta": 0.75}, [wide], lambda v: (v * 0.25 + 0.75).clamp(0, 1))
    case("Clip", {"min": -0.5, "max": 0.75}, [x], lambda v: v.clamp(-0.5, 0.75))
    case("Elu", {"alpha": 0.5}, [x], lambda v: F.elu(v, 0.5))
    case("LeakyRelu", {}, [x], lambda v: F.leaky_relu(v, f32(0.01)))
    case("LeakyRelu", {"alpha": 0.25}, [x], lambda v: F.leaky_relu(v, 0.25))
    case("Selu", {"alpha": 1.5, "gamma": 1.25}, [x], lambda v: 1.25 * F.elu(v, 1.5))
    case("Selu", {}, [x], lambda v: f32(1.0507009873554805) * F.elu(v, f32(1.6732632423543772)))
    for name, f in {"Softplus": F.softplus, "Sigmoid": torch.sigmoid, "Gelu": F.gelu}.items():
        case(name, {}, [rows(numbers(2, 4) * 64)], f)
    case("Gelu", {"approximate": "tanh"}, [x], lambda v: F.gelu(v, approximate="tanh"))
    case("PRelu", {}, [rows(numbers(2, 3, 2)), weight(numbers(3, 1))], lambda v, w: F.prelu(v, w.flatten()))
    case("PRelu", {}, [x, weight(numbers(1))], F.prelu)
    case("Dropout", {"ratio": 0.5}, [x], lambda v: F.dropout(v, 0.5, training=False) * 1)
    case("Softmax", {}, [x], lambda v: F.softmax(v, -1))
    case("Softmax", {"axis": 1}, [rows(numbers(2, 3, 2))], lambda v: F.softmax(v, 1))
    case("LogSoftmax", {"axis": -1}, [x], lambda v: F.log_softmax(v, -1))
    case("LogSoftmax", {"axis": 1}, [rows(numbers(2, 3, 2) * 64)], lambda v: F.log_softmax(v, 1))
    case("Cast", {"to": "INT"}, [x], lambda v: v.trunc().long(), gradients=False)


def pairs():
    for name, f in {
        "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": torch.div, "Max": torch.maximum, "Min": torch.minimum,
    }.items():
        case(name, {}, [rows(numbers(2, 3, 2)), weight(numbers(3, 1, low=0.5))], f)
    case("Pow", {}, [rows(numbers(2, 4, low=0.25, high=3)), weight(numbers(4))], torch.pow)
    a, b = rows(numbers(2, 6)), weight(numbers(6))
    for name, f in {
        "Greater": torch.gt, "GreaterOrEqual": torch.ge, "Less": torch.lt, "LessOrEqual": torch.le,
    }.items():
        case(name, {}, [a, b], f, gradients=False)
        case(name, {}, [rows(ints([0, 1, 2], [2, 1, 0])), weight(ints(1, 1, 1))], f, gradients=False)
    case("Equal", {}, [rows(ints([0, 1, 2], [2, 1, 0])), weight(ints(0, 1, 1))], torch.eq, gradients=False)
    left = rows(torch.tensor([[True, False, True, False]]))
    right = rows(torch.tensor([[True, True, False, False]]))
    case("And", {}, [left, right], torch.logical_and, gradients=False)
    case("Or", {}, [left, right], torch.logical_or, gradients=False)
    case("Not", {}, [left], torch.logical_not, gradients=False)
    case("Where", {}, [rows(torch.tensor([[True, False, True]] * 2)), rows(numbers(2, 3)), weight(numbers(3))], torch.where)


def products():
    case("MatMul", {}, [rows(numbers(2, 3)), weight(numbers(3, 4))], torch.matmul)
    case("MatMul", {}, [rows(numbers(2, 2, 3)), rows(numbers(2, 3, 2))], torch.matmul)
    case("MatMul", {}, [rows(numbers(2, 1, 2, 3)), weight(numbers(3, 3, 2))], torch.matmul)
    case("Gemm", {"alpha": 0.5, "beta": 2.0, "transB": 1}, [rows(numbers(2, 3)), weight(numbers(4, 3)), weight(numbers(4))],
         lambda a, b, c: torch.addmm(c, a, b.T, beta=2, alpha=0.5))
    for equation, left, right in [
        ("bi,ij->bj", (2, 3), (3, 2)),
        ("bij,j->bi", (2, 2, 3), (3,)),
        ("bi,ij->b", (2, 3), (3, 2)),
    ]:
        case("Einsum", {"equation": equation}, [rows(numbers(*left)), weight(numbers(*right))],
             lambda a, b: torch.einsum(equation, a, b))
    case("Einsum", {"equation": "bqhd,bkhd->bhqk"}, [rows(numbers(2, 2, 2, 2)), rows(numbers(2, 3, 2, 2))],
         lambda a, b: torch.einsum("bqhd,bkhd->bhqk", a, b))
    case("Einsum", {"equation": "bij->bj"}, [rows(numbers(2, 3, 2))], lambda a: torch.einsum("bij->bj", a))


def reductions():
    x = rows(numbers(2, 3, 4))
    for name, f in {"ReduceSum": torch.sum, "ReduceMean": torch.mean, "ReduceMax": torch.amax, "ReduceMin": torch.amin}.items():
        case(name, {"axes": [1], "keepdims": 0}, [x], lambda v: f(v, dim=(1,)))
        case(name, {"axes": [1, -1]}, [x], lambda v: f(v, dim=(1, 2), keepdim=True))
    case("ArgMax", {"axis": 1, "keepdims": 0}, [x], lambda v: v.argmax(1), gradients=False)
    case("TopK", {"k": 2}, [x], lambda v: tuple(v.topk(2)))
    case("TopK", {"k": 2, "axis": 1, "largest": 0}, [x], lambda v: tuple(v.topk(2, dim=1, largest=False)))


def layout():
    x = rows(numbers(2, 3, 4))
    case("Constant", {"value": [0.5, -2.0, 3.0], "shape": [3]}, [], lambda: torch.tensor([0.5, -2, 3], dtype=torch.float64),
         gradients=False)
    case("Reshape", {"shape": [0, 2, -1]}, [x], lambda v: v.reshape(2, 2, 6))
    case("Flatten", {}, [x], lambda v: v.flatten(1))
    case("Transpose", {"perm": [0, 2, 1]}, [x], lambda v: v.permute(0, 2, 1))
    case("Unsqueeze", {"axes": [1, -1]}, [rows(numbers(2, 3))], lambda v: v[:, None, :, None])
    case("Squeeze", {"axes": [1]}, [rows(numbers(2, 1, 3))], lambda v: v.squeeze(1))
    case("Concat", {"axis": 1}, [rows(numbers(2, 2)), rows(numbers(2, 3))], lambda a, b: torch.cat([a, b], 1))
    case("Slice", {"starts": [1, -1], "ends": [3, -5], "axes": [1, 2], "steps": [1, -2]}, [x],
         lambda v: v[:, 1:3].flip(2)[:, :, ::2])
    case("Slice", {"starts": [-3], "ends": [-1], "axes": [2]}, [x], lambda v: v[:, :, -3:-1])
    case("Split", {"axis": 2, "split": [1, 3]}, [x], lambda v: v.split([1, 3], 2))
    pads = [0, 0, 1, 0, 0, 2]
    case("Pad", {"pads": pads, "value": 0.75}, [x], lambda v: F.pad(v, (1, 2), value=0.75))
    case("Pad", {"pads": pads, "mode": "reflect"}, [x], lambda v: F.pad(v, (1, 2), mode="reflect"))
    case("Pad", {"pads": pads, "mode": "edge"}, [x], lambda v: F.pad(v, (1, 2), mode="replicate"))


def lookups():
    table = weight(numbers(5, 3))
    ids = ints([1, 4, 4], [0, 3, 3])
    case("Gather", {"axis": 0}, [table, rows(ids)], lambda t, i: F.embedding(i, t))
    case("Gather", {"axis": 2}, [rows(numbers(2, 3, 4)), weight(ints(3, 0, 3))], lambda x, i: x.index_select(2, i))
    case("OneHot", {"depth": 5}, [rows(ids)], lambda i: F.one_hot(i, 5).double(), gradients=False)
    mask = rows(torch.tensor([[1.0, 1, 1], [1, 0, 0]], dtype=torch.float64))
    for mode in ("mean", "sum", "max"):
        case("EmbeddingBag", {"mode": mode}, [table, rows(ids), ("rows", mask[1])],
             lambda t, i, m: F.embedding_bag(ints(1, 4, 4, 0), t, ints(0, 3), mode=mode) + 0 * m.sum())
    case("EmbeddingBag", {"mode": "last"}, [table, rows(ids), ("rows", mask[1])], lambda t, i, m: t[ints(4, 0)] + 0 * m.sum())


def padded(x, pads, value=0.0):
    """ONNX lists the begins of all axes and then the ends; PyTorch pairs, the last axis first."""
    n = len(pads) // 2
    return F.pad(x, [p for a in reversed(range(n)) for p in (pads[a], pads[a + n])], value=value)


def conv(x, w, b=None, strides=None, pads=None, dilations=None, group=1):
    n = x.dim() - 2
    f = F.conv1d if n == 1 else F.conv2d
    return f(padded(x, pads or [0] * 2 * n), w, b, strides or 1, 0, dilations or 1, group)


def conv_transpose(x, w, b=None, strides=None, pads=None, dilations=None, group=1, output_padding=None):
    n = x.dim() - 2
    f = F.conv_transpose1d if n == 1 else F.conv_transpose2d
    y = f(x, w, b, strides or 1, 0, output_padding or 0, group, dilations or 1)
    return padded(y, [-p for p in pads or [0] * 2 * n])


def convolutions():
    for f, name, cases in [
        (conv, "Conv", [
            ({}, (2, 2, 5), (3, 2, 3), None),
            ({"strides": [2], "pads": [1, 2], "dilations": [2]}, (2, 2, 6), (3, 2, 2), 3),
            ({"group": 2}, (2, 4, 4), (4, 2, 2), 4),
            ({}, (2, 2, 4, 3), (2, 2, 2, 2), 2),
            ({"strides": [2, 1], "pads": [1, 0, 0, 2], "dilations": [1, 2]}, (1, 2, 4, 4), (2, 2, 2, 2), None),
            ({"group": 3, "pads": [1, 1, 1, 1]}, (1, 3, 3, 3), (3, 1, 3, 3), 3),
        ]),
        (conv_transpose, "ConvTranspose", [
            ({}, (2, 2, 3), (2, 3, 3), 3),
            ({"strides": [2], "pads": [1, 0], "output_padding": [1]}, (2, 2, 3), (2, 2, 3), None),
            ({"strides": [2, 1], "pads": [0, 1, 1, 0], "dilations": [1, 2]}, (1, 2, 2, 3), (2, 2, 3, 2), 2),
            ({"group": 2, "strides": [2, 2]}, (1, 4, 2, 2), (4, 1, 2, 2), 2),
        ]),
    ]:
        for attributes, x, w, b in cases:
            given = [rows(numbers(*x)), weight(numbers(*w, low=-1, high=1))]
            if b:
                given.append(weight(numbers(b, low=-1, high=1)))
            case(name, attributes, given, lambda *t: f(*t, **attributes))


def pools():
    def greatest(x, kernel_shape, strides=None, pads=None, dilations=None):
        n = x.dim() - 2
        f = F.max_pool1d if n == 1 else F.max_pool2d
        return f(padded(x, pads or [0] * 2 * n, -math.inf), kernel_shape, strides or 1, 0, dilations or 1)

    def mean(x, kernel_shape, strides=None, pads=None, count_include_pad=0):
        n = x.dim() - 2
        f = F.avg_pool1d if n == 1 else F.avg_pool2d
        pads = pads or [0] * 2 * n
        y = f(padded(x, pads), kernel_shape, strides or 1)
        return y if count_include_pad else y / f(padded(torch.ones_like(x), pads), kernel_shape, strides or 1)

    line, plane = rows(numbers(2, 2, 5)), rows(numbers(1, 2, 4, 5))
    for attributes, x in [
        ({"kernel_shape": [2], "strides": [2]}, line),
        ({"kernel_shape": [3], "pads": [1, 2]}, line),
        ({"kernel_shape": [2, 2], "strides": [2, 2]}, plane),
        ({"kernel_shape": [2, 3], "strides": [1, 2], "pads": [1, 0, 0, 2]}, plane),
    ]:
        case("MaxPool", attributes, [x], lambda v: greatest(v, **attributes))
        case("AveragePool", attributes, [x], lambda v: mean(v, **attributes))
        more = attributes | {"count_include_pad": 1}
        case("AveragePool", more, [x], lambda v: mean(v, **more))
    case("MaxPool", {"kernel_shape": [2, 2], "dilations": [2, 1]}, [plane], lambda v: greatest(v, [2, 2], dilations=[2, 1]))
    for x in (line, plane):
        axes = tuple(range(2, x[1].dim()))
        case("GlobalMaxPool", {}, [x], lambda v: v.amax(axes, keepdim=True))
        case("GlobalAveragePool", {}, [x], lambda v: v.mean(axes, keepdim=True))


def sizes():
    def resize(mode, coordinates, old, new, f):
        axes = list(range(2, 2 + len(new)))
        case("Resize", {"axes": axes, "sizes": list(new), "mode": mode, "coordinate_transformation_mode": coordinates},
             [rows(numbers(1, 2, *old))], f)

    for old, new in [((5,), (3,)), ((3,), (7,))]:
        resize("linear", "half_pixel", old, new, lambda v: F.interpolate(v, new, mode="linear", align_corners=False))
        resize("linear", "align_corners", old, new, lambda v: F.interpolate(v, new, mode="linear", align_corners=True))
        resize("nearest", "half_pixel", old, new, lambda v: F.interpolate(v, new, mode="nearest-exact"))
    for old, new in [((3, 2), (5, 3)), ((4, 5), (2, 7))]:
        resize("linear", "half_pixel", old, new, lambda v: F.interpolate(v, new, mode="bilinear", align_corners=False))
        resize("linear", "align_corners", old, new, lambda v: F.interpolate(v, new, mode="bilinear", align_corners=True))
    # ONNX rounds a half down here; PyTorch's "nearest" cuts off instead, so the places are written out
    resize("nearest", "asymmetric", (3,), (6,), lambda v: v[:, :, [0, 0, 1, 1, 2, 2]])
    resize("nearest", "align_corners", (4,), (3,), lambda v: v[:, :, [0, 1, 3]])
    resize("nearest", "half_pixel", (4,), (2,), lambda v: v[:, :, [0, 2]])
    resize("linear", "asymmetric", (2,), (4,),
           lambda v: torch.stack([v[:, :, 0], (v[:, :, 0] + v[:, :, 1]) / 2, v[:, :, 1], v[:, :, 1]], 2))


def normalizations():
    epsilon = 2.0 ** -10
    case("LayerNormalization", {"epsilon": epsilon}, [rows(numbers(2, 5)), weight(numbers(5)), weight(numbers(5))],
         lambda x, s, b: F.layer_norm(x, (5,), s, b, epsilon))
    case("LayerNormalization", {"axis": 1, "epsilon": epsilon}, [rows(numbers(2, 3, 2)), weight(numbers(3, 2))],
         lambda x, s: F.layer_norm(x, (3, 2), s, None, epsilon))
    case("GroupNormalization", {"num_groups": 2, "epsilon": epsilon},
         [rows(numbers(2, 4, 3)), weight(numbers(4)), weight(numbers(4))], lambda x, s, b: F.group_norm(x, 2, s, b, epsilon))
    case("GroupNormalization", {"num_groups": 1, "epsilon": epsilon},
         [rows(numbers(2, 2, 2, 3)), weight(numbers(2)), weight(numbers(2))], lambda x, s, b: F.group_norm(x, 1, s, b, epsilon))
    for x in (numbers(3, 4), numbers(2, 4, 3), numbers(2, 4, 2, 2)):
        mean, variance = weight(numbers(4)), weight(numbers(4, low=0.5, high=2))
        case("BatchNormalization", {"epsilon": epsilon}, [rows(x), weight(numbers(4)), weight(numbers(4)), mean, variance],
             lambda x, s, b, m, v: F.batch_norm(x, m.detach(), v.detach(), s, b, False, 0.1, epsilon) + 0 * (m + v).sum(),
             gradients=False)
        case("BatchNormalization", {"epsilon": epsilon}, [rows(x), weight(numbers(4)), weight(numbers(4)), mean, variance],
             lambda x, s, b, m, v: F.batch_norm(x, None, None, s, b, True, 0.1, epsilon) + 0 * (m + v).sum(), training=True)


def reordered(w, order):
    """The gates of one direction in PyTorch's order."""
    return torch.cat([w.chunk(len(order))[i] for i in order])


def recurrent(module, order, x, w, r, b, lengths, *states):
    """A module of PyTorch with these weights; states and results have the batch first."""
    weights = {}
    for d, suffix in enumerate(["", "_reverse"][: w.shape[0]]):
        weights["weight_ih_l0" + suffix] = reordered(w[d], order)
        weights["weight_hh_l0" + suffix] = reordered(r[d], order)
        if b is not None:
            weights["bias_ih_l0" + suffix], weights["bias_hh_l0" + suffix] = (reordered(p, order) for p in b[d].chunk(2))
    given = x if lengths is None else torch.nn.utils.rnn.pack_padded_sequence(x, lengths, True, False)
    begin = tuple(s.transpose(0, 1).contiguous() for s in states if s is not None)
    arguments = (given,) if not begin else (given, begin if len(begin) == 2 else begin[0])
    y, end = torch.func.functional_call(module.double(), weights, arguments)
    if lengths is not None:
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, True, 0.0, x.shape[1])
    end = end if isinstance(end, tuple) else (end,)
    y = y.reshape(x.shape[0], x.shape[1], w.shape[0], r.shape[2])
    return (y, *(s.transpose(0, 1).contiguous() for s in end))


def gru_before(x, w, r, b, h):
    """The formulas of the ONNX operator for linear_before_reset = 0, which PyTorch has no module for."""
    h, outputs = h[:, 0], []
    n = h.shape[1]
    for t in range(x.shape[1]):
        i = x[:, t] @ w[0].T + b[0][: 3 * n]
        z = torch.sigmoid(i[:, :n] + h @ r[0][:n].T + b[0][3 * n: 4 * n])
        k = torch.sigmoid(i[:, n: 2 * n] + h @ r[0][n: 2 * n].T + b[0][4 * n: 5 * n])
        c = torch.tanh(i[:, 2 * n:] + (k * h) @ r[0][2 * n:].T + b[0][5 * n:])
        h = (1 - z) * c + z * h
        outputs.append(h)
    return torch.stack(outputs, 1)[:, :, None], h[:, None]


def recurrences():
    size, hidden, length = 3, 2, 4
    for operator, gates, order, make in [
        ("LSTM", 4, [0, 2, 3, 1], torch.nn.LSTM),  # i o f c against i f g o
        ("GRU", 3, [1, 0, 2], torch.nn.GRU),  # z r h against r z n
        ("RNN", 1, [0], torch.nn.RNN),
    ]:
        for direction in ("forward", "reverse", "bidirectional"):
            for full in (False, True):
                d = 2 if direction == "bidirectional" else 1
                attributes = {"hidden_size": hidden, "direction": direction}
                more = {}
                if operator == "GRU":
                    attributes["linear_before_reset"] = 1
                if operator == "RNN" and full:
                    attributes["activation"] = "Relu"
                    more["nonlinearity"] = "relu"
                module = make(size, hidden, batch_first=True, bidirectional=d == 2, bias=full, **more)
                state = lambda: rows(numbers(3, d, hidden, low=-1, high=1)) if full else None
                given = [rows(numbers(3, length, size)),
                         weight(numbers(d, gates * hidden, size, low=-1, high=1)),
                         weight(numbers(d, gates * hidden, hidden, low=-1, high=1)),
                         weight(numbers(d, 2 * gates * hidden, low=-1, high=1)) if full else None,
                         rows(ints(2, 4, 1)) if full else None, state()]
                if operator == "LSTM":
                    given.append(state())

                def run(x, w, r, b, lengths, *states):
                    if direction != "reverse":
                        return recurrent(module, order, x, w, r, b, lengths, *states)
                    # forwards over each row turned round, and turned round again
                    n = lengths if lengths is not None else ints(*[length] * 3)
                    places = (torch.arange(length)[None] * 1).repeat(3, 1)
                    turned = torch.where(places < n[:, None], n[:, None] - 1 - places, places)
                    pick = lambda v: v.gather(1, turned.reshape(3, length, *[1] * (v.dim() - 2)).expand_as(v))
                    y, *ends = recurrent(module, order, pick(x), w, r, b, lengths, *states)
                    return (pick(y), *ends)

                case(operator, attributes, given, run)
    case("GRU", {"hidden_size": hidden, "linear_before_reset": 0},
         [rows(numbers(2, 3, size)), weight(numbers(1, 3 * hidden, size, low=-1, high=1)),
          weight(numbers(1, 3 * hidden, hidden, low=-1, high=1)), weight(numbers(1, 6 * hidden, low=-1, high=1)), None,
          rows(numbers(2, 1, hidden, low=-1, high=1))],
         lambda x, w, r, b, lengths, h: gru_before(x, w, r, b, h))


def attention():
    def run(q, k, v, mask=None, q_num_heads=1, kv_num_heads=None, is_causal=0, scale=None):
        pairs = kv_num_heads or q_num_heads
        split = lambda x, n: x.reshape(x.shape[0], x.shape[1], n, -1).transpose(1, 2)
        if is_causal and mask is not None:
            causal = torch.ones(q.shape[1], k.shape[1], dtype=torch.bool).tril()
            mask = causal & mask if mask.dtype == torch.bool else mask.masked_fill(~causal, -math.inf)
        y = F.scaled_dot_product_attention(
            split(q, q_num_heads), split(k, pairs), split(v, pairs), mask, 0.0, bool(is_causal) and mask is None, scale=scale,
            enable_gqa=pairs != q_num_heads)
        return y.transpose(1, 2).flatten(2)

    nothing = torch.tensor([[True, True, False], [False, False, False]])[:, None, None]
    for attributes, q, k, v, mask in [
        ({"q_num_heads": 1}, (2, 2, 2), (2, 3, 2), (2, 3, 3), None),
        ({"q_num_heads": 2, "scale": 0.375}, (2, 3, 4), (2, 3, 4), (2, 3, 4), None),
        ({"q_num_heads": 2, "is_causal": 1}, (1, 3, 4), (1, 3, 4), (1, 3, 2), None),
        ({"q_num_heads": 4, "kv_num_heads": 2}, (1, 2, 4), (1, 3, 2), (1, 3, 4), None),
        ({"q_num_heads": 2}, (2, 2, 4), (2, 3, 4), (2, 3, 2), rows(nothing)),
        ({"q_num_heads": 2}, (1, 2, 4), (1, 3, 4), (1, 3, 2), weight(numbers(2, 2, 3))),
        ({"q_num_heads": 1, "is_causal": 1}, (2, 3, 2), (2, 3, 2), (2, 3, 2), rows(nothing)),
        ({"q_num_heads": 2, "is_causal": 1}, (1, 3, 2), (1, 3, 2), (1, 3, 2), weight(numbers(3, 3))),
    ]:
        given = [rows(numbers(*q)), rows(numbers(*k)), rows(numbers(*v))] + ([mask] if mask else [])
        case("Attention", attributes, given, lambda *t: run(*t, **attributes))


def losses():
    labels = rows(ints(2, 0, 3))
    for reduction in ("none", "mean", "sum"):
        scores, weights = rows(numbers(3, 4)), weight(numbers(4, low=0.25, high=2))
        case("SoftmaxCrossEntropyLoss", {"reduction": reduction}, [scores, labels],
             lambda x, t: F.cross_entropy(x, t, reduction=reduction))
        case("SoftmaxCrossEntropyLoss", {"reduction": reduction}, [scores, labels, weights],
             lambda x, t, w: F.cross_entropy(x, t, w.detach(), reduction=reduction) + 0 * w.sum(), gradients=False)
        case("SoftmaxCrossEntropyLoss", {"reduction": reduction}, [rows(numbers(2, 3, 2)), rows(ints([0, 2], [1, 1]))],
             lambda x, t: F.cross_entropy(x, t, reduction=reduction))

    def ctc(scores, labels, lengths, counts, blank=0, zero_infinity=0):
        """The definition itself: all paths are gone through. It must agree with PyTorch's, which takes log-probabilities to be normalized."""
        losses = []
        for row in range(scores.shape[0]):
            n = int(lengths[row])
            wanted = labels[row, : int(counts[row])].tolist()
            paths = [p for p in itertools.product(range(scores.shape[2]), repeat=n)
                     if [k for k, _ in itertools.groupby(p) if k != blank] == wanted]
            sums = [scores[row, range(n), list(p)].sum() for p in paths]
            losses.append(-torch.logsumexp(torch.stack(sums), 0) if paths else scores.new_tensor(0.0 if zero_infinity else math.inf))
        losses = torch.stack(losses)
        theirs = F.ctc_loss(scores.transpose(0, 1), labels, lengths, counts, blank, "none", bool(zero_infinity))
        assert torch.allclose(losses, theirs, 1e-12, 1e-12), (losses, theirs)
        return losses

    def logarithms(*shape):
        return rows(F.log_softmax(numbers(*shape), -1))

    lengths, counts = rows(ints(4, 5, 2, 1)), rows(ints(2, 2, 0, 1))
    case("CTCLoss", {}, [logarithms(4, 5, 3), rows(ints([1, 2], [1, 1], [2, 2], [2, 1])), lengths, counts], ctc)
    case("CTCLoss", {"blank": 2}, [logarithms(4, 5, 3), rows(ints([1, 0], [1, 1], [0, 0], [0, 1])), lengths, counts],
         lambda *t: ctc(*t, blank=2))
    case("CTCLoss", {"zero_infinity": 1},
         [logarithms(3, 4, 3), rows(ints([1, 1], [1, 2], [2, 1])), rows(ints(2, 3, 1)), rows(ints(2, 2, 2))],
         lambda *t: ctc(*t, zero_infinity=1))
    case("CTCLoss", {}, [logarithms(2, 3, 3), rows(ints([1, 1], [2, 1])), rows(ints(2, 3)), rows(ints(2, 1))], ctc, gradients=False)


for family in (elementwise, pairs, products, reductions, layout, lookups, convolutions, pools, sizes, normalizations, recurrences,
               attention, losses):
    family()
