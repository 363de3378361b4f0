"""Distillation: a child answers as its parent did about the parent's concepts, on every row that it
learns from (Li and Hoiem, Learning without Forgetting, 2016; Hinton et al., 2015)."""

from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional
from torch.utils.data import Dataset

TEMPERATURE = 2.0


class TaughtInputs(Dataset):
    """The rows of `inputs`, whose labels are followed by the parent's logits: float32
    [concepts + old]. `teacher` [rows, forms, old]: of the row, and where there are two forms of its
    mirror image."""

    def __init__(self, inputs: Any, teacher: torch.Tensor) -> None:
        self.inputs, self.teacher = inputs, teacher

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, key: Any) -> dict[str, Any]:
        index, flipped = key if isinstance(key, tuple) else (key, False)
        item = self.inputs[key]
        form = int(flipped) if self.teacher.shape[1] > 1 else 0
        labels = torch.cat([item["labels"], self.teacher[index, form]])
        return {**item, "labels": labels}


def taught_loss(
    loss: Callable, old: list[int], concept_count: int, weight: float, exclusive: bool
) -> Callable:
    """(logits [n, k], labels of TaughtInputs) -> scalar: `loss` of the labels, and `weight` times
    the distance from the parent's answers about the concepts in the columns `old`."""

    def both(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        targets, teacher = labels[:, :concept_count], labels[:, concept_count:]
        distance = distillation(logits[:, old], teacher, exclusive)
        return loss(logits, targets) + weight * distance

    return both


def distillation(student: torch.Tensor, teacher: torch.Tensor, exclusive: bool) -> torch.Tensor:
    """The Kullback-Leibler divergence of softened answers [n, old], the mean over the rows, times
    the square of the temperature: softmax over exclusive concepts, a sum of independent sigmoids
    otherwise. A row without the teacher's answer (NaN) has none."""
    answered = torch.isfinite(teacher).all(-1)
    student = student.float()[answered] / TEMPERATURE
    teacher = teacher.float()[answered] / TEMPERATURE
    if exclusive:
        log_student, log_teacher = student.log_softmax(-1), teacher.log_softmax(-1)
        summed = functional.kl_div(log_student, log_teacher, log_target=True, reduction="sum")
    else:
        target = teacher.sigmoid()
        cross = functional.binary_cross_entropy_with_logits(student, target, reduction="sum")
        own = functional.binary_cross_entropy_with_logits(teacher, target, reduction="sum")
        summed = cross - own
    return TEMPERATURE**2 * summed / max(1, len(answered))
