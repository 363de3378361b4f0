"""A task that normal images alone can teach: telling an image from one into which a piece of itself
was pasted (CutPaste, Li et al. 2021, arXiv:2104.04015). What it learns to see is what damage looks
like; it never sees a real one."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn
from torch.utils.data import Dataset
from transformers.modeling_outputs import ImageClassifierOutput

from ...data.anomaly_data import AnomalyImages
from ...data.augmentation import generator_of
from ..base.stage_maps import StageMaps

KINDS = 3  # as it is, with a pasted patch, with a pasted scar


class CutPasteInputs(Dataset):
    """AnomalyImages as {pixel_values [3 kinds, 3, h, w], labels [3 kinds, 3]}."""

    def __init__(self, images: AnomalyImages, seed: int) -> None:
        self.images, self.seed = images, seed

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, key: tuple[int, bool, int]) -> dict[str, torch.Tensor]:
        index, _, epoch = key
        random, image = generator_of(self.seed, epoch, index), self.images[index]
        kinds = [image, pasted(image, patch_size, random), pasted(image, scar_size, random)]
        return {"pixel_values": torch.stack(kinds), "labels": torch.eye(KINDS)}


def merged(items: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """A batch of all the kinds of all the images."""
    return {name: torch.cat([item[name] for item in items]) for name in items[0]}


def pasted(image: torch.Tensor, size_of: Callable, random: Any) -> torch.Tensor:
    """The image with a piece of itself, somewhat darker or brighter, at another place."""
    height, width = image.shape[1:]
    h, w = size_of(image, random)
    h, w = min(max(h, 2), height - 1), min(max(w, 2), width - 1)
    top, left, to_top, to_left = (
        int(between(random, 0, limit)) for limit in (height - h, width - w) * 2
    )
    piece = image[:, top : top + h, left : left + w]
    piece = piece * between(random, 0.7, 1.0) + between(random, -0.2, 0.2)
    changed = image.clone()
    changed[:, to_top : to_top + h, to_left : to_left + w] = piece
    return changed


def patch_size(image: torch.Tensor, random: Any) -> tuple[int, int]:
    """2 to 12 % of the image, up to three times as wide as high, or the reverse."""
    height, width = image.shape[1:]
    area = between(random, 0.02, 0.12) * height * width
    shape = math.exp(between(random, -1, 1))
    return int(math.sqrt(area * shape)), int(math.sqrt(area / shape))


def scar_size(image: torch.Tensor, random: Any) -> tuple[int, int]:
    """A thin piece, up to 40 % of the shorter side long."""
    side = min(image.shape[1:])
    short = int(between(random, 2, max(3, side / 20)))
    long = int(between(random, side / 6, side / 2.5))
    return (short, long) if between(random, 0, 1) < 0.5 else (long, short)


def between(random: Any, minimum: float, maximum: float) -> float:
    """A random number."""
    return minimum + (maximum - minimum) * float(torch.rand((), generator=random))


class CutPasteModel(nn.Module):
    """Says which kind an image is, from the strongest answer anywhere on the last feature map."""

    def __init__(self, backbone: StageMaps) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = nn.Linear(backbone.channels[-1], KINDS)

    def forward(self, pixel_values: torch.Tensor) -> Any:
        last = self.backbone(pixel_values).feature_maps[-1]
        return ImageClassifierOutput(logits=self.head(last.amax((2, 3))))
