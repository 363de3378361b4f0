"""What frozen layers make of each input, computed once and kept in a file: the memory needed does
not grow with their number."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from ...contract.phase_clock import clock
from ...contract.stop import StopSignal
from ...contract.training_log import log
from ...data.augmentation import TurnedInputs
from ...data.batches import ImageInputs, TextInputs, target_of
from .frozen_layers import FrozenLayers

GROUP = 32  # inputs that pass the frozen layers together
MAX_BYTES = 16 * 2**30
SECONDS_BETWEEN_LINES = 10.0


class FeatureFile:
    """float32 tensors [length, ...] of one shape but for their length, by number, in a file without
    a name: it is gone with the process, however that ends. `place`: a CachePlace."""

    def __init__(self, place: "CachePlace", count: int) -> None:
        self.file = tempfile.TemporaryFile(dir=place.folder, prefix="features-")  # noqa: SIM115
        self.offsets, self.lengths = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self.place, self.shape, self.bytes = place, (), 0

    def fill(
        self,
        frozen: FrozenLayers,
        inputs: ImageInputs | TextInputs | TurnedInputs,
        collate: Callable,
    ) -> None:
        """Keeps the features of every row of `inputs`. CacheUnfinished as `cached` says."""
        began = reported = time.monotonic()
        for done, group in enumerate(groups_of(inputs)):
            items = [inputs[number] for number in group]
            for number, row in zip(group, group_features(frozen, items, collate), strict=True):
                self.write(number, row)
            self.place.check(self.bytes)
            if time.monotonic() - reported > SECONDS_BETWEEN_LINES:
                reported = time.monotonic()
                log(f"frozen layers: {done * GROUP + len(group)} of {len(inputs)} inputs passed")
        self.file.flush()
        self.place.used += self.bytes
        size, seconds = self.bytes / 1e6, time.monotonic() - began
        text = f"{len(inputs)} inputs passed once, in {seconds:.1f} s"
        log(f"frozen layers: {text}; their features take {size:.1f} MB of disk")

    def write(self, number: int, tensor: torch.Tensor) -> None:
        """Keeps a tensor of the CPU under `number`. OSError where the disk is full."""
        data = tensor.contiguous().numpy()
        self.offsets[number], self.lengths[number] = self.bytes, len(data)
        self.shape = data.shape[1:]
        self.file.write(data.tobytes())
        self.bytes += data.nbytes

    def read(self, number: int) -> torch.Tensor:
        """The tensor of this number."""
        shape = (int(self.lengths[number]), *self.shape)
        size = 4 * int(np.prod(shape))
        # Not `seek` and `read`: the worker processes of a DataLoader share the file's position.
        data = os.pread(self.file.fileno(), size, int(self.offsets[number]))
        return torch.frombuffer(bytearray(data), dtype=torch.float32).reshape(shape)


class FeatureInputs(Dataset):
    """The rows of `inputs` as {name: features, labels}, for the learning part of a model. `name` is
    what the features are called there; of a text they are [tokens, hidden]."""

    def __init__(
        self, inputs: ImageInputs | TextInputs | TurnedInputs, name: str, file: FeatureFile
    ) -> None:
        self.rows, self.concept_count = inputs.rows, inputs.concept_count
        self.paths = getattr(inputs, "paths", None)
        self.name, self.file = name, file

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: int | tuple[int, ...]) -> dict[str, torch.Tensor]:
        index = key[0] if isinstance(key, tuple) else key
        labels = target_of(self.rows[index], self.concept_count)
        return {self.name: self.file.read(index), "labels": labels}


class CacheUnfinished(Exception):
    """The features were not kept; the message says why."""


class CachePlace:
    """A folder for features. They take at most half of what is free there, and 16 GiB."""

    def __init__(self, folder: Path, stop: StopSignal) -> None:
        self.folder, self.stop, self.used = folder, stop, 0
        self.max_bytes = min(MAX_BYTES, shutil.disk_usage(folder).free // 2)

    def check(self, size: int) -> None:
        """CacheUnfinished where a file of `size` bytes beside those before it is too much, or where
        a stop is requested."""
        if self.used + size > self.max_bytes:
            raise CacheUnfinished(
                f"they would take more than {self.max_bytes / 1e9:.1f} GB of disk"
            )
        if self.stop.requested:
            raise CacheUnfinished("a stop was requested")


def cached(
    frozen: FrozenLayers,
    inputs: ImageInputs | TextInputs | TurnedInputs,
    collate: Callable,
    place: CachePlace,
) -> FeatureInputs:
    """FeatureInputs of the Dataset `inputs`, whose items `collate` makes a batch of. `place`: a
    CachePlace. CacheUnfinished where they do not fit there, or a stop is requested meanwhile."""
    file = FeatureFile(place, len(inputs))
    file.fill(frozen, inputs, collate)
    return FeatureInputs(inputs, frozen.feature_name, file)


def groups_of(inputs: ImageInputs | TextInputs | TurnedInputs) -> list[list[int]]:
    """Lists of row numbers that pass together: in order, texts by length, so that little of a
    batch is padding. They depend on the rows alone, so that a resumed run arrives at the same
    numbers to the last bit: those of an input may differ in it with what else is in the batch."""
    numbers = sorted(range(len(inputs)), key=lambda i: (len(inputs.rows[i].text or ""), i))
    return [numbers[start : start + GROUP] for start in range(0, len(numbers), GROUP)]


def group_features(
    frozen: FrozenLayers, items: Sequence[dict[str, Any]], collate: Callable
) -> list[torch.Tensor]:
    """The features of dataset items that pass together, those of a text without its padding."""
    clock.count_pass(len(items))
    found = frozen.features(device_batch(frozen, items, collate))
    features, mask = found[frozen.feature_name], found.get("attention_mask")
    features = features.float().cpu()
    if mask is None:
        return list(features)
    return [row[kept] for row, kept in zip(features, mask.bool().cpu(), strict=True)]


def device_batch(
    frozen: FrozenLayers, items: Sequence[dict[str, Any]], collate: Callable
) -> dict[str, torch.Tensor]:
    """The batch {name: tensor} of dataset items without their labels, where the layers are."""
    device = next(frozen.base.parameters()).device
    batch = collate(items)
    return {name: value.to(device) for name, value in batch.items() if name != "labels"}


def pad_features(items: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """A batch of FeatureInputs' items of texts: {inputs_embeds, attention_mask, labels}, padded
    with zeros to the longest."""
    rows = [item["inputs_embeds"] for item in items]
    mask = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for place, row in enumerate(rows):
        mask[place, : len(row)] = 1
    padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    labels = torch.stack([item["labels"] for item in items])
    return {"inputs_embeds": padded, "attention_mask": mask, "labels": labels}
