"""What a classifier's training needs of its parent: its answers on every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ...contract.training_log import log
from .distillation import TaughtInputs, taught_loss
from .passing import passed


@dataclass(frozen=True)
class Child:
    """A training with a parent. `old`: the columns of the concepts that the parent had learnt, of
    `concept_count`; `weight` of the distillation; `forms`: 2 where a row may come as its mirror
    image; `is_over`: whether a stop leaves no more time."""

    old: Sequence[int]
    concept_count: int
    exclusive: bool
    weight: float
    forms: int
    is_over: Callable


def taught(
    child: Child, model: Any, inputs: Any, collate: Callable, loss: Callable
) -> tuple[Any, Callable]:
    """(inputs, loss) of the training in the place of `inputs` and `loss`: what the parent, which
    `model` still is, answers to each row stands behind the row's labels, and the loss holds the
    child to it. The rows are passed once here."""
    if not child.weight or not child.old:
        return inputs, loss
    forms = [answers_of(child, model, inputs, collate, form == 1) for form in range(child.forms)]
    held = taught_loss(loss, list(child.old), child.concept_count, child.weight, child.exclusive)
    return TaughtInputs(inputs, torch.stack(forms, 1)), held


def answers_of(
    child: Child, model: Any, inputs: Any, collate: Callable, flipped: bool
) -> torch.Tensor:
    """The parent's logits of its concepts [rows, old], NaN behind where a stop came."""
    answers, done = torch.full((len(inputs), len(child.old)), float("nan")), 0
    for part in passed(model, inputs, collate, child.is_over, flipped):
        answers[done : done + len(part.logits)] = part.logits[:, list(child.old)]
        done += len(part.logits)
    if done < len(inputs):
        log(f"distillation: the parent answered {done} of {len(inputs)} rows before a stop came")
    return answers
