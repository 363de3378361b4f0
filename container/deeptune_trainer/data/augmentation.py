"""Random changes to images that a resumed run repeats: each is a function of (seed, epoch, row)."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch.nn import functional

from .batches import EpochBatches, ImageInputs

TURNS = 4


class EpochKeyBatches(EpochBatches):
    """Batches of (row index, flipped, epoch): a worker that lives on between epochs cannot know the
    epoch by itself."""

    def __iter__(self) -> Iterator[list[Any]]:
        for batch in super().__iter__():
            yield [(index, flipped, self.epoch) for index, flipped in batch]


def generator_of(seed: int, epoch: int, index: int) -> Any:
    """The random numbers of one row in one epoch."""
    mixed = (seed * 1_000_003 + epoch) * 1_000_003 + index
    return torch.Generator().manual_seed(mixed % 2**63)


class TurnedInputs(ImageInputs):
    """ImageInputs whose images are shifted by up to `shift` of their side and, with the probability
    `turn`, turned by quarters. A concept's turned images are concepts of their own: more concepts
    in training make embeddings of unseen ones better."""

    def __init__(self, inputs: ImageInputs, seed: int, turn: float, shift: float) -> None:
        axis = "horizontal" if inputs.flip_axis == -1 else "vertical"
        count = inputs.concept_count
        super().__init__(inputs.rows, inputs.paths, inputs.preprocessing, count, axis)
        self.seed, self.turn, self.shift = seed, turn, shift

    def __getitem__(self, key: Any) -> dict[str, torch.Tensor]:
        index, flipped, epoch = key if isinstance(key, tuple) else (key, False, 0)
        item = super().__getitem__((index, flipped))
        random = generator_of(self.seed, epoch, index)
        pixels = shifted(item["pixel_values"], self.shift, random)
        quarters = quarters_of(pixels, self.turn, random)
        turned = torch.rot90(pixels, quarters, (1, 2)).contiguous()
        return {"pixel_values": turned, "labels": self.labels(item["labels"], quarters)}

    def labels(self, target: torch.Tensor, quarters: int) -> torch.Tensor:
        """The target at the place of its turn: [concepts], [concepts turned once], ..."""
        if not self.turn:
            return target
        places = torch.zeros(TURNS, len(target))
        places[quarters] = target
        return places.flatten()


def shifted(pixels: torch.Tensor, share: float, random: Any) -> torch.Tensor:
    """The image moved by up to `share` of its side; its edge pixels fill the gap."""
    height, width = pixels.shape[1:]
    down, right = int(share * height), int(share * width)
    if not down and not right:
        return pixels
    padded = functional.pad(pixels[None], (right, right, down, down), mode="replicate")[0]
    top = int(torch.randint(0, 2 * down + 1, (), generator=random))
    left = int(torch.randint(0, 2 * right + 1, (), generator=random))
    return padded[:, top : top + height, left : left + width]


def quarters_of(pixels: torch.Tensor, probability: float, random: Any) -> int:
    """How many quarters to turn: 0 to 3, and only 0 or 2 where the image is not square."""
    height, width = pixels.shape[1:]
    if float(torch.rand((), generator=random)) >= probability:
        return 0
    return 1 + int(torch.randint(0, 3, (), generator=random)) if height == width else 2


def turned_ids(ids: Sequence[str], turn: float) -> list[str]:
    """The ids of the proxies: the concepts, and where images are turned, each turn of each."""
    if not turn:
        return list(ids)
    names = [[f"{concept_id} turned {quarters}" for concept_id in ids] for quarters in (1, 2, 3)]
    return [*ids, *(name for turned in names for name in turned)]
