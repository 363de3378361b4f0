"""Which rows a training step sees. The order is a function of (seed, epoch) alone, so a resumed
run repeats it."""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import Dataset

from ..contract.paths import Paths
from ..device.compute import has_cuda
from .dataset import Row
from .images import Preprocessing
from .pictures.decoding import decode_image

MAX_DATA_WORKERS = 4


class EpochBatches:
    """A batch sampler of lists of (row index, flipped).

    `items_per_epoch` rows make an epoch (None: all of them); `splits` cuts every batch into that
    many micro-batches for gradient accumulation. A last batch of one row joins the batch before it:
    batch normalisation needs two.
    """

    def __init__(
        self,
        row_count: int,
        batch_size: int,
        seed: int,
        items_per_epoch: int | None = None,
        flip_probability: float = 0.0,
    ) -> None:
        self.row_count, self.batch_size, self.seed = row_count, batch_size, seed
        self.items_per_epoch = items_per_epoch or row_count
        self.flip_probability = flip_probability
        self.epoch, self.splits = 0, 1

    def set_epoch(self, epoch: int) -> None:
        """Chooses the order of epoch number `epoch`, counted from 0."""
        self.epoch = epoch

    @property
    def steps_per_epoch(self) -> int:
        """Optimizer steps of one epoch."""
        whole, rest = divmod(self.items_per_epoch, self.batch_size)
        return max(1, whole + (1 if rest > 1 or (rest == 1 and whole == 0) else 0))

    def __len__(self) -> int:
        return self.steps_per_epoch * self.splits

    def __iter__(self) -> Iterator[list[Any]]:
        generator = torch.Generator().manual_seed((self.seed * 1_000_003 + self.epoch) % 2**63)
        order: list[int] = []
        while len(order) < self.items_per_epoch:
            order += torch.randperm(self.row_count, generator=generator).tolist()
        flips = torch.rand(self.items_per_epoch, generator=generator) < self.flip_probability
        draws = list(zip(order[: self.items_per_epoch], flips.tolist(), strict=True))
        for step in range(self.steps_per_epoch):
            last = step == self.steps_per_epoch - 1
            start = step * self.batch_size
            yield from self.micro_batches(
                draws[start:] if last else draws[start : start + self.batch_size]
            )

    def micro_batches(self, batch: list[Any]) -> list[list[Any]]:
        """The batch in `splits` parts of nearly equal size (a batch of one row cannot be split
        and is repeated)."""
        if len(batch) < self.splits:
            return [batch] * self.splits
        cuts = [len(batch) * i // self.splits for i in range(self.splits + 1)]
        return [batch[a:b] for a, b in itertools.pairwise(cuts)]


def target_of(row: Row, concept_count: int) -> torch.Tensor:
    """The row's concepts as float32 [concept_count] of zeros and ones."""
    target = torch.zeros(concept_count)
    target[list(row.positives)] = 1.0
    return target


class ImageInputs(Dataset):
    """Rows as {pixel_values: float32 [3, h, w], labels: float32 [concepts]}, decoded on access."""

    def __init__(
        self,
        rows: Sequence[Row],
        paths: Paths,
        preprocessing: Preprocessing,
        concept_count: int,
        flip_direction: str = "horizontal",
    ) -> None:
        self.rows, self.paths, self.preprocessing = rows, paths, preprocessing
        self.concept_count, self.flip_axis = (
            concept_count,
            -1 if flip_direction == "horizontal" else -2,
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: Any) -> dict[str, torch.Tensor]:
        index, flipped = key if isinstance(key, tuple) else (key, False)
        row = self.rows[index]
        pixels = self.preprocessing.pixels(
            decode_image(self.paths.object(str(row.object)).read_bytes())
        )
        pixels = pixels.flip(self.flip_axis) if flipped else pixels
        return {"pixel_values": pixels, "labels": target_of(row, self.concept_count)}


class TextInputs(Dataset):
    """Rows as {text, labels: float32 [concepts]}; tokenized a batch at a time by
    `text_collator`."""

    def __init__(self, rows: Sequence[Row], concept_count: int) -> None:
        self.rows, self.concept_count = rows, concept_count

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: Any) -> dict[str, Any]:
        row = self.rows[key[0] if isinstance(key, tuple) else key]
        return {"text": row.text, "labels": target_of(row, self.concept_count)}


def stack(items: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Stacks a list of dicts of equally shaped tensors into one dict of batches."""
    return {name: torch.stack([item[name] for item in items]) for name in items[0]}


def text_collator(tokenizer: Any, max_length: int) -> Callable:
    """A collate function: tokenizes, cuts to `max_length` tokens and pads to the longest of the
    batch."""

    def collate(items: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        texts = [item["text"] for item in items]
        encoded = tokenizer(
            texts, truncation=True, max_length=max_length, padding=True, return_tensors="pt"
        )
        wanted = {k: v for k, v in encoded.items() if k in ("input_ids", "attention_mask")}
        return {**wanted, "labels": torch.stack([item["labels"] for item in items])}

    return collate


def data_workers() -> int:
    """Processes that decode inputs: none on a laptop, where they cost more than they give."""
    return min(MAX_DATA_WORKERS, os.cpu_count() or 1) if has_cuda() else 0


def worker_settings() -> dict[str, Any]:
    """A DataLoader's keyword arguments: on a GPU, workers that live on between epochs, keep four
    batches each ready and hand them over in page-locked memory."""
    workers = data_workers()
    ahead = {"persistent_workers": True, "prefetch_factor": 4} if workers else {}
    return {"num_workers": workers, "pin_memory": has_cuda(), **ahead}
