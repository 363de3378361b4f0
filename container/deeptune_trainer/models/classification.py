"""A classifier's loss, and its scores of rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from ..contract.phase_clock import clock
from ..data.batches import ImageInputs, TextInputs, data_workers
from ..device.compute import evaluation_context
from .frozen.feature_cache import FeatureInputs

EVALUATION_BATCH_SIZE = 32


def probabilities(logits: torch.Tensor, exclusive: bool) -> torch.Tensor:
    """Softmax over exclusive concepts, independent sigmoids otherwise; float32 [n, k]."""
    return logits.float().softmax(-1) if exclusive else logits.float().sigmoid()


def scores_of(
    model: Any,
    inputs: FeatureInputs | ImageInputs | TextInputs,
    collate: Callable,
    exclusive: bool,
    average_flips: bool = False,
    is_over: Callable = lambda: False,
) -> tuple[np.ndarray, np.ndarray]:
    """(scores [n, k], targets [n, k]) as numpy arrays for the rows of a torch Dataset.

    `average_flips` averages the logits of an image and its mirror image. Ends early, with fewer
    rows, once `is_over()`. Draws no random numbers and leaves the model in the mode it was in.
    """
    was_training, device = model.training, next(model.parameters()).device
    generator = (
        torch.Generator()
    )  # a DataLoader without one draws from the generator that training uses
    options = {"collate_fn": collate, "generator": generator, "num_workers": data_workers()}
    loader = DataLoader(inputs, EVALUATION_BATCH_SIZE, **options)
    model.eval()
    scores, targets = [], []
    with evaluation_context(model):
        for batch in loader:
            if is_over():
                break
            targets.append(batch.pop("labels").numpy())
            scores.append(batch_scores(model, batch, device, exclusive, average_flips))
    model.train(was_training)
    width = model.config.num_labels
    empty = np.zeros((0, width), dtype=np.float32)
    return np.concatenate([empty, *scores]), np.concatenate(
        [np.zeros((0, inputs.concept_count)), *targets]
    )


def batch_scores(
    model: Any,
    batch: dict[str, torch.Tensor],
    device: torch.device,
    exclusive: bool,
    average_flips: bool,
) -> np.ndarray:
    """The scores of one batch as a numpy array."""
    logits = batch_logits(model, batch, device, average_flips)
    return probabilities(logits, exclusive).cpu().numpy()


def batch_logits(
    model: Any, batch: dict[str, torch.Tensor], device: torch.device, average_flips: bool
) -> torch.Tensor:
    """The logits [n, k] of one batch; of an image and its mirror image the mean."""
    moved = {name: value.to(device) for name, value in batch.items()}
    logits = model(**moved).logits
    clock.count_pass(len(logits), 2 if average_flips else 1)
    if average_flips:
        mirrored = {**moved, "pixel_values": moved["pixel_values"].flip(-1)}
        logits = (logits + model(**mirrored).logits) / 2
    return logits


def classification_loss(exclusive: bool) -> Callable:
    """(logits [n, k], targets [n, k]) -> scalar: cross entropy, or binary cross entropy summed over
    the concepts.

    Summed and not averaged, as in MMPretrain: the published learning rates of the SGD templates
    count on it.
    """
    if exclusive:
        return lambda logits, targets: functional.cross_entropy(logits.float(), targets.argmax(-1))

    def independent(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        summed = functional.binary_cross_entropy_with_logits(
            logits.float(), targets, reduction="sum"
        )
        return summed / len(targets)

    return independent
