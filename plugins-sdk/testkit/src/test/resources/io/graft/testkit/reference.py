# Prints reference.txt: what PyTorch 1.13 computes in float64 for the inputs of ReferenceInterpreterTest.
#   python3 reference.py > reference.txt
import math
import torch
import torch.nn.functional as F


def wave(*shape):
    """2 sin(1), 2 sin(2), ... in this shape."""
    n = math.prod(shape)
    return torch.tensor([2 * math.sin(i + 1) for i in range(n)], dtype=torch.float64).reshape(shape)


def show(name, x):
    print(name + " =", " ".join(repr(v) for v in x.double().flatten().tolist()))


x = wave(3, 4)
show("Gelu none", F.gelu(x))
show("Gelu tanh", F.gelu(x, approximate="tanh"))
show("Selu", F.selu(x))
show("Elu 0.5", F.elu(x, 0.5))
show("LeakyRelu 0.25", F.leaky_relu(x, 0.25))
show("Mish", F.mish(x))
show("Softplus", F.softplus(100 * x))
show("Sigmoid", torch.sigmoid(x))
show("Softmax -1", F.softmax(x, -1))
show("Softmax 1 of 3", F.softmax(wave(2, 3, 2), 1))
show("LogSoftmax -1", F.log_softmax(100 * x, -1))
show("LayerNormalization", F.layer_norm(x, (4,), wave(4), wave(4) + 1, 1e-3))
mean, variance = wave(4), wave(4) ** 2 + 0.5
show("BatchNormalization use", F.batch_norm(x, mean, variance, wave(4), wave(4) + 1, False, 0.1, 1e-3))
show("BatchNormalization train", F.batch_norm(x, None, None, wave(4), wave(4) + 1, True, 0.1, 1e-3))
show("BatchNormalization train 3", F.batch_norm(wave(2, 3, 4), None, None, wave(3), wave(3) + 1, True, 0.1, 1e-3))
labels = torch.tensor([2, 0, 3])
for reduction in ("none", "mean", "sum"):
    show("SoftmaxCrossEntropyLoss " + reduction, F.cross_entropy(x, labels, reduction=reduction))
    show("SoftmaxCrossEntropyLoss weights " + reduction,
         F.cross_entropy(x, labels, torch.tensor([1.0, 2.0, 0.5, 3.0], dtype=torch.float64), reduction=reduction))
show("SoftmaxCrossEntropyLoss 3", F.cross_entropy(wave(2, 3, 2), torch.tensor([[0, 2], [1, 1]]), reduction="none"))
table = wave(5, 3)
for mode in ("mean", "sum", "max"):
    # two bags: ids 1 4 4 and 0 (the others are masked)
    show("EmbeddingBag " + mode, F.embedding_bag(torch.tensor([1, 4, 4, 0]), table, torch.tensor([0, 3]), mode=mode))
show("MatMul broadcast", torch.matmul(wave(2, 1, 2, 3), wave(3, 3, 2)))
show("Gemm", torch.addmm(wave(4), wave(2, 3), wave(4, 3).T, beta=2, alpha=0.5))
show("ReduceMean 0 2", wave(2, 3, 2).mean((0, 2)))
