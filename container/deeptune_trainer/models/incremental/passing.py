"""Rows passed through a classifier once, with what reaches its head."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.data import DataLoader

from ...contract.phase_clock import clock
from ...data.batches import data_workers
from ...device.compute import evaluation_context
from ..base.architectures import head_of

BATCH_SIZE = 32


@dataclass(frozen=True)
class Passed:
    """A batch of rows behind the network, on the CPU: what reached the head [n, d], the head's
    logits [n, k] and the rows' labels [n, concepts], all float32."""

    features: torch.Tensor
    logits: torch.Tensor
    labels: torch.Tensor


def passed(
    model: Any, inputs: Any, collate: Callable, is_over: Callable, flipped: bool = False
) -> Iterator[Passed]:
    """Passes each row of the torch Dataset `inputs` through the classifier `model` in evaluation
    mode, in order; `flipped`: as its mirror image. Ends early once `is_over()`. Draws no random
    numbers and leaves the model in the mode it was in."""
    was_training, device = model.training, next(model.parameters()).device
    keys = [(place, True) if flipped else place for place in range(len(inputs))]
    options = {"collate_fn": collate, "generator": torch.Generator()}
    loader = DataLoader(inputs, BATCH_SIZE, sampler=keys, num_workers=data_workers(), **options)
    seen: list[torch.Tensor] = []
    hook = head_of(model)[1].register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    model.eval()
    try:
        for batch in loader:
            if is_over():
                return
            labels = batch.pop("labels")
            moved = {name: value.to(device) for name, value in batch.items()}
            seen.clear()
            with evaluation_context(model):
                logits = model(**moved).logits
            clock.count_pass(len(logits))
            features = of_one_token(seen[-1], moved)
            yield Passed(features.float().cpu(), logits.float().cpu(), labels)
    finally:
        hook.remove()
        model.train(was_training)


def of_one_token(features: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """[n, d] of a head's input: decoders ask theirs about each token [n, tokens, d] and take what
    it says of the last that is no padding."""
    if features.ndim == 2:
        return features
    mask = batch["attention_mask"].long()
    last = (mask * torch.arange(mask.shape[1], device=mask.device)).argmax(-1)
    return features[torch.arange(len(features), device=features.device), last]
