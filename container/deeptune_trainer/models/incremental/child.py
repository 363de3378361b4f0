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


@dataclass(frozen=True)
class Teacher:
    """The parent with a head for the child's concepts, which gives its own logits of the old ones;
    the torch Dataset of the rows as it reads them, and how their items become a batch."""

    model: Any
    inputs: Any
    collate: Callable


def taught(child: Child, teacher: Teacher, inputs: Any, loss: Callable) -> tuple[Any, Callable]:
    """(inputs, loss) of the training in the place of `inputs` and `loss`: what the parent answers
    to each row stands behind the row's labels, and the loss holds the child to it. The rows are
    passed once here."""
    if not child.weight or not child.old:
        return inputs, loss
    forms = [answers_of(child, teacher, form == 1) for form in range(child.forms)]
    held = taught_loss(loss, list(child.old), child.concept_count, child.weight, child.exclusive)
    return TaughtInputs(inputs, torch.stack(forms, 1)), held


def answers_of(child: Child, teacher: Teacher, flipped: bool) -> torch.Tensor:
    """The parent's logits of its concepts [rows, old]. NaN where a row is not to be held to them,
    and behind where a stop came."""
    count = len(teacher.inputs)
    answers, done = torch.full((count, len(child.old)), float("nan")), 0
    asked = (teacher.model, teacher.inputs, teacher.collate, child.is_over)
    for part in passed(*asked, flipped):
        own = part.logits[:, list(child.old)]
        is_held = held_rows(child, own, part.labels)
        answers[done : done + len(own)] = own.masked_fill(~is_held[:, None], float("nan"))
        done += len(own)
    if done < count:
        log(f"distillation: the parent answered {done} of {count} rows before a stop came")
    return answers


def held_rows(child: Child, answers: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Booleans [n]: which rows the child is held to, whose labels are [n, concepts]. Where the
    parent's `answers` [n, old] to a row of old concepts are wrong, the labels alone count. Of a row
    of a new concept the parent says what is like it: among exclusive concepts that is no more than
    how the others compare; independent ones would be affirmed against the labels."""
    of_old = labels[:, list(child.old)] > 0
    is_old = of_old.sum(1) == (labels > 0).sum(1)
    if child.exclusive:
        return ~is_old | (answers.argmax(1) == of_old.float().argmax(1))
    return is_old & ((answers > 0) == of_old).all(1)
