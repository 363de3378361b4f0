"""Balanced softmax (Ren et al., 2020; logit adjustment, Menon et al., 2021): new concepts with many
rows beside the few replayed ones of each old concept would otherwise be answered too often."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

REPLAY = "replay"


def balanced(loss: Callable, rows: Sequence[Any], concept_count: int, exclusive: bool) -> Callable:
    """`loss` of exclusive concepts over logits to which the logarithm of each concept's share of
    the train `rows` is added, while the model learns only: it answers as if each concept had as
    many rows. `loss` itself where concepts are independent, or where no row is replayed, so that
    there is nothing to weigh the new rows against."""
    if not exclusive or not any(row.origin == REPLAY for row in rows):
        return loss
    counts = torch.zeros(concept_count)
    for row in rows:
        counts[list(row.positives)] += 1
    share = (counts.clamp(min=1) / max(1, len(rows))).log()

    def adjusted(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        return loss(logits.float() + share.to(logits.device), targets)

    return adjusted
