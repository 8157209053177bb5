# Prints pytorch.txt: where the optimizers and schedules of PyTorch 1.13 lead, in float64.
#   python3 pytorch.py > pytorch.txt
# The problem: f(w) = sum(c / 2 * (w - a)^2 + sin(w)) over six elements, from w = 1, -1, 0.5, 3, -2, 0.
import torch

A = torch.tensor([0.5, -2.0, 1.0, 0.0, 4.0, -1.0], dtype=torch.float64)
C = torch.tensor([1.0, 0.1, 5.0, 0.01, 2.0, 20.0], dtype=torch.float64)


def path(name, optimizer, **settings):
    w = torch.tensor([1.0, -1.0, 0.5, 3.0, -2.0, 0.0], dtype=torch.float64, requires_grad=True)
    o = optimizer([w], **settings)
    for step in range(1, 101):
        o.zero_grad()
        (C / 2 * (w - A) ** 2 + torch.sin(w)).sum().backward()
        o.step()
        if step in (1, 2, 10, 100):
            print(name, step, "=", *(repr(v) for v in w.tolist()))


path("sgd", torch.optim.SGD, lr=0.01)
path("sgd-l2", torch.optim.SGD, lr=0.01, weight_decay=0.1)
path("momentum", torch.optim.SGD, lr=0.01, momentum=0.8)
path("nesterov", torch.optim.SGD, lr=0.01, momentum=0.8, nesterov=True)
path("adagrad", torch.optim.Adagrad, lr=0.05)
path("adagrad-accumulator", torch.optim.Adagrad, lr=0.05, initial_accumulator_value=0.5)
path("adadelta", torch.optim.Adadelta)
path("rmsprop", torch.optim.RMSprop, lr=0.02, alpha=0.95, eps=1e-6)
path("adam", torch.optim.Adam, lr=0.05)
path("adam-betas", torch.optim.Adam, lr=0.05, betas=(0.8, 0.95), eps=1e-3)
path("adam-l2", torch.optim.Adam, lr=0.05, weight_decay=0.1)
path("adamw", torch.optim.AdamW, lr=0.05, weight_decay=0.1)
path("amsgrad", torch.optim.Adam, lr=0.05, amsgrad=True, betas=(0.9, 0.9))
# the loop of 1.13 multiplies the momentum product twice, against its documentation; foreach does not
path("nadam", torch.optim.NAdam, lr=0.05, foreach=True)
path("adamax", torch.optim.Adamax, lr=0.05)


def rates(name, schedule, steps, **settings):
    o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    s = schedule(o, **settings)
    seen = []
    for _ in range(steps):
        seen.append(o.param_groups[0]["lr"])
        o.step()
        s.step()
    print(name, "=", *(repr(v) for v in seen))


rates("one-cycle", torch.optim.lr_scheduler.OneCycleLR, 40, max_lr=1.0, total_steps=40)
rates("one-cycle-short", torch.optim.lr_scheduler.OneCycleLR, 10, max_lr=1.0, total_steps=10, pct_start=0.5, div_factor=10, final_div_factor=100)
rates("cosine", torch.optim.lr_scheduler.CosineAnnealingLR, 40, T_max=40, eta_min=0.1)
rates("step", torch.optim.lr_scheduler.StepLR, 12, step_size=5, gamma=0.5)
rates("exponential", torch.optim.lr_scheduler.ExponentialLR, 12, gamma=0.9)
