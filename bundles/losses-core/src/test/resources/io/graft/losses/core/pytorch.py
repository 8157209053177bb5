# Prints pytorch.txt: losses and their gradients as PyTorch 1.13 computes them, in float64.
#   python3 pytorch.py > pytorch.txt
# Focal loss is not in PyTorch: it is written out from Lin et al., 2017, eq. 5.
import math
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
LABELS = torch.tensor([2, 0, 1, 0])
SOFT = torch.tensor([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0], [0.1, 0.8, 0.1], [0.4, 0.6, 0.0]])
CLASS_WEIGHTS = torch.tensor([1.0, 2.0, 0.5])
NUMBERS = torch.tensor([[0.5, -1.0, 2.0], [0.0, 0.25, -0.5], [3.0, 1.0, 1.0], [-2.0, 0.0, 0.1]])


def show(name, loss, columns=3):
    x = torch.tensor([2 * math.sin(i + 1) for i in range(4 * columns)]).reshape(4, columns).requires_grad_()
    value = loss(x)
    value.backward()
    print(name, "=", repr(value.item()), *(repr(v) for v in x.grad.flatten().tolist()))


show("mse", lambda x: F.mse_loss(x, NUMBERS))
show("mae", lambda x: F.l1_loss(x, NUMBERS))
show("huber", lambda x: F.huber_loss(x, NUMBERS))
show("huber 0.5", lambda x: F.huber_loss(x, NUMBERS, delta=0.5))
show("cross-entropy", lambda x: F.cross_entropy(x, LABELS))
show("cross-entropy smoothing", lambda x: F.cross_entropy(x, LABELS, label_smoothing=0.1))
show("cross-entropy weights", lambda x: F.cross_entropy(x, LABELS, CLASS_WEIGHTS))
show("cross-entropy weights smoothing", lambda x: F.cross_entropy(x, LABELS, CLASS_WEIGHTS, label_smoothing=0.1))
show("cross-entropy soft", lambda x: F.cross_entropy(x, SOFT))
show("cross-entropy soft weights smoothing", lambda x: F.cross_entropy(x, SOFT, CLASS_WEIGHTS, label_smoothing=0.1))
ONE_HOT = F.one_hot(LABELS, 3).double()
show("binary-cross-entropy", lambda x: F.binary_cross_entropy_with_logits(x, ONE_HOT))
show("binary-cross-entropy one output", lambda x: F.binary_cross_entropy_with_logits(x[:, 0], torch.tensor([0.0, 1.0, 1.0, 0.0])), 1)
show("hinge", lambda x: F.multi_margin_loss(x, LABELS))
show("hinge 0.5", lambda x: F.multi_margin_loss(x, LABELS, margin=0.5))
show("kullback-leibler", lambda x: F.kl_div(F.log_softmax(x, 1), SOFT, reduction="batchmean"))


def focal(x, gamma, alpha):
    log_p = F.log_softmax(x, 1)[torch.arange(4), LABELS]
    return (-alpha[LABELS] * (1 - log_p.exp()) ** gamma * log_p).mean()


show("focal", lambda x: focal(x, 2, torch.ones(3)))
show("focal 1.5 alpha", lambda x: focal(x, 1.5, CLASS_WEIGHTS))
show("cosine", lambda x: F.cosine_embedding_loss(x, NUMBERS, torch.ones(4)))
