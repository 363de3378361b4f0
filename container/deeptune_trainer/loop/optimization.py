"""Optimizer and learning-rate schedule from the published hyperparameters."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch.optim.lr_scheduler import LambdaLR

from ..device.compute import adamw_settings
from .lamb import Lamb

DECAY = 0.1  # at each step of a step schedule
OPTIMIZERS = ["adamw", "sgd", "lamb"]
MOMENTUM = 0.9
WARMUP_PART = 10  # of a child's steps: the first one in so many


@dataclass(frozen=True)
class Optimization:
    """How weights are updated. Rates are per optimizer step, `warmup_steps` in steps, epochs in
    epochs."""

    batch_size: int
    epochs: int
    learning_rate: float
    minimum_rate: float = 0.0
    shape: str = "cosine"  # cosine | linear | constant | steps | init-step
    step_at_epochs: tuple[float, ...] = ()
    init_epochs: int = 0
    step_epochs: int = 1
    weight_decay: float = 0.0
    optimizer: str = "adamw"  # adamw | sgd | lamb
    momentum: float = MOMENTUM  # of sgd
    warmup_steps: int = 0
    warmup_ratio: float = 0.0
    base_multiplier: float = 1.0


def optimization_from(
    h: Any, default_rate: float, default_epochs: int, default_batch_size: int
) -> Optimization:
    """Reads the flat hyperparameters `h` (Hyperparameters); what is absent takes the given
    defaults.

    The rate is `lrate`, else batch_size x per_item_lrate. The schedule is learning_rate_steps, else
    init_epochs/step_epochs, else a cosine down to batch_size x per_item_min_lrate. A rate means
    something for one optimizer only: `optimizer`, else SGD where a momentum is given, else AdamW.
    """
    batch_size = h.integer("batch_size", default_batch_size)
    per_item = h.number("per_item_lrate")
    rate = h.number("lrate", default_rate if per_item is None else batch_size * per_item)
    shape = (
        "steps" if "learning_rate_steps" in h else "init-step" if "init_epochs" in h else "cosine"
    )
    return Optimization(
        batch_size=batch_size,
        epochs=h.integer("num_epochs", default_epochs),
        learning_rate=rate,
        minimum_rate=batch_size * h.number("per_item_min_lrate", 0.0),
        shape=shape,
        step_at_epochs=h.numbers("learning_rate_steps"),
        init_epochs=h.integer("init_epochs", 0),
        step_epochs=h.integer("step_epochs", 1),
        weight_decay=h.number("weight_decay", 0.0, maximum=1.0),
        optimizer=h.one_of("optimizer", OPTIMIZERS, "sgd" if "momentum" in h else "adamw"),
        momentum=h.number("momentum", MOMENTUM, maximum=1.0),
        warmup_steps=h.integer("warmup_iters", 0, minimum=0),
        warmup_ratio=h.number("warmup_ratio", 0.0, maximum=1.0),
        base_multiplier=h.number("base_gradient_multiplier", 1.0, maximum=100.0),
    )


def relearning(plan: Optimization, multiplier: float, steps: int) -> Optimization:
    """The plan of a child of `steps` steps: `multiplier` times the rate, to which it rises over the
    first tenth of them. A warm-up that the plan has is kept."""
    return replace(
        plan,
        learning_rate=plan.learning_rate * multiplier,
        minimum_rate=plan.minimum_rate * multiplier,
        warmup_steps=plan.warmup_steps or max(1, steps // WARMUP_PART),
    )


def rate_factor(plan: Optimization, step: int, steps_per_epoch: int) -> float:
    """What the learning rate is multiplied with at optimizer step number `step`, counted from 0."""
    total = plan.epochs * steps_per_epoch
    # A published warm-up of 100 steps must not swallow a run of 60.
    warmup = min(plan.warmup_steps, total // 5)
    if step < warmup:
        return plan.warmup_ratio + (1 - plan.warmup_ratio) * step / warmup
    epoch = step // steps_per_epoch
    if plan.shape == "steps":
        return DECAY ** sum(epoch >= at for at in plan.step_at_epochs)
    if plan.shape == "init-step":
        return DECAY ** (
            0 if epoch < plan.init_epochs else 1 + (epoch - plan.init_epochs) // plan.step_epochs
        )
    if plan.shape == "constant":
        return 1.0
    floor = min(1.0, plan.minimum_rate / plan.learning_rate) if plan.learning_rate else 1.0
    done = min(1.0, (step - warmup) / max(1, total - warmup))
    falling = 1 - done if plan.shape == "linear" else (1 + math.cos(math.pi * done)) / 2
    return floor + (1 - floor) * falling


def build_optimizer(
    plan: Optimization, model: Any, head: Any, steps_per_epoch: int
) -> tuple[Lamb, Any]:
    """(optimizer, scheduler) of the plan.

    The parameters of the module `head` learn at the full rate, all others at `base_multiplier`
    times that; biases and normalisation weights do not decay.
    """
    head_parameters = {id(p) for p in head.parameters()}
    groups: dict[Any, Any] = {}
    for parameter in (p for p in model.parameters() if p.requires_grad):
        key = (id(parameter) in head_parameters, parameter.ndim > 1)
        groups.setdefault(key, []).append(parameter)
    described = [
        {
            "params": parameters,
            "lr": plan.learning_rate * (1.0 if in_head else plan.base_multiplier),
            "weight_decay": plan.weight_decay if decays else 0.0,
        }
        for (in_head, decays), parameters in groups.items()
    ]
    optimizer = make_optimizer(plan, described)
    return optimizer, LambdaLR(optimizer, lambda step: rate_factor(plan, step, steps_per_epoch))


def make_optimizer(plan: Optimization, groups: Sequence[dict[str, Any]]) -> Lamb:
    """The optimizer that the plan names, over parameter groups with rates of their own."""
    if plan.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=plan.learning_rate, momentum=plan.momentum)
    if plan.optimizer == "lamb":
        return Lamb(groups, plan.learning_rate)
    return torch.optim.AdamW(groups, lr=plan.learning_rate, **adamw_settings())
