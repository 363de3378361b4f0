"""The parent beside its child while that learns: a term of the loss that holds the child's answers
to the parent's, computed on the very pixels of each step, whatever was changed in them."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.nn import functional

from ...contract.phase_clock import clock

# (the batch as the model gets it, its labels, the model's outputs) -> scalar
Guidance = Callable[[dict[str, Any], Any, Any], torch.Tensor]
# What `distillation_weight` is multiplied with, so that its default fits each type.
EMBEDDING_SCALE, PIXEL_SCALE = 5.0, 3.0


class Teacher:
    """A copy of `model` as it is now, which learns no more."""

    def __init__(self, model: Any) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(False)

    @torch.no_grad()
    def __call__(self, batch: dict[str, Any]) -> Any:
        """Its outputs for a batch."""
        clock.count_pass(len(batch["pixel_values"]))
        return self.model(**batch)


def embedding_guidance(model: Any, old: Sequence[int], weight: float) -> Guidance | None:
    """Embeddings of rows of old concepts, the proxies in the columns `old`, stay where the parent
    had them, so that what it embedded is found by them; and so do these proxies themselves, to
    which the child's embeddings are drawn (Shen et al., Towards Backward-Compatible Representation
    Learning, 2020)."""
    if not weight or not old:
        return None
    teacher, columns = Teacher(model), list(old)
    learns = torch.ones_like(model.proxies)
    learns[columns] = 0
    model.proxies.register_hook(lambda gradient: gradient * learns)

    def guidance(batch: dict[str, Any], labels: torch.Tensor, outputs: Any) -> torch.Tensor:
        is_old = labels[:, columns].any(-1)
        cosines = (outputs.embeddings * teacher(batch).embeddings).sum(-1)
        return weight * EMBEDDING_SCALE * mean_where(1 - cosines, is_old)

    return guidance


def pixel_guidance(model: Any, old: Sequence[int], weight: float) -> Guidance | None:
    """The classes of pixels: what is new was background to the parent, so that the child's
    background and new classes count as one (Cermelli et al., Modeling the Background, 2020). Pixels
    that are marked as new are left out. `old`: classes that the parent knows, the background
    first."""
    if not weight or len(old) < 2:
        return None
    teacher = Teacher(model)
    count = model.config.num_labels
    new = [place for place in range(count) if place not in old]

    def guidance(batch: dict[str, Any], labels: torch.Tensor, outputs: Any) -> torch.Tensor:
        logits = outputs.logits.float()
        background = logits[:, [old[0], *new]].logsumexp(1, keepdim=True)
        known = torch.cat([background, logits[:, list(old[1:])]], 1)
        student = known - logits.logsumexp(1, keepdim=True)
        answer = teacher(batch).logits.float()[:, list(old)].log_softmax(1)
        distance = (answer.exp() * (answer - student)).sum(1)
        small = functional.interpolate(labels[:, None].float(), size=distance.shape[1:])[:, 0]
        is_known = torch.isin(small.long(), torch.tensor(old, device=small.device))
        return weight * PIXEL_SCALE * mean_where(distance, is_known)

    return guidance


def mean_where(values: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """The mean of the chosen values, 0 for none."""
    return (values * chosen).sum() / chosen.sum().clamp(min=1)
