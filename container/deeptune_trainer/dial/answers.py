"""Logits of the same rows, again and again with other weights."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from ..data.batches import data_workers
from ..device.compute import evaluation_context
from ..models.classification import EVALUATION_BATCH_SIZE, batch_logits

KEPT_BYTES = 256 * 2**20


class KeptInputs(Dataset):
    """The items of a Dataset, each read once and kept, as far as they fit into KEPT_BYTES."""

    def __init__(self, inputs: Any) -> None:
        self.inputs, self.rows = inputs, inputs.rows
        self.paths, self.concept_count = inputs.paths, inputs.concept_count
        self.kept: dict[int, dict[str, torch.Tensor]] = {}
        self.bytes = 0

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        if index in self.kept:
            return self.kept[index]
        item = self.inputs[index]
        self.bytes += sum(value.nbytes for value in item.values())
        if self.bytes <= KEPT_BYTES:
            self.kept[index] = item
        return item


class Batches:
    """Batches {name: tensor} of a Dataset without their labels. They are decoded once and kept,
    where all of them fit into KEPT_BYTES."""

    def __init__(self, inputs: Dataset, collate: Callable[..., Any]) -> None:
        options = {"collate_fn": collate, "num_workers": data_workers()}
        self.loader = DataLoader(inputs, EVALUATION_BATCH_SIZE, **options)
        self.kept: list[dict[str, torch.Tensor]] | None = None

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        if self.kept is not None:
            yield from self.kept
            return
        kept, size = [], 0
        for batch in self.loader:
            values = {name: value for name, value in batch.items() if name != "labels"}
            size += sum(value.nbytes for value in values.values())
            if size <= KEPT_BYTES:
                kept.append(values)
            yield values
        self.kept = kept if size <= KEPT_BYTES else None


class OutOfTime(Exception):
    """The time that measuring a dial may take is over."""


def logits_of(model: Any, batches: Batches, average_flips: bool, is_over: Callable) -> np.ndarray:
    """float32 logits [rows, concepts] on the CPU; OutOfTime once `is_over()`."""
    device, found = next(model.parameters()).device, []
    model.eval()
    with evaluation_context(model):
        for batch in batches:
            if is_over():
                raise OutOfTime
            found.append(batch_logits(model, batch, device, average_flips).float().cpu().numpy())
    empty = np.zeros((0, model.config.num_labels), dtype=np.float32)
    return np.concatenate([empty, *found])
