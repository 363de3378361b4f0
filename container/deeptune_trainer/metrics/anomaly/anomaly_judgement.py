"""Scores rows by a memory bank, by the mean image, or by anything that gives a score and a map."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from ...data.anomaly_data import AnomalyImages, anomalous_pixels_of
from ...models.base.stage_maps import StageMaps
from ...models.patchcore.memory_bank import MemoryBank, heatmap_of
from ...models.patchcore.patch_features import each_batch
from ..classification_metrics import roc_auc
from ..retrieval import evenly

MAX_PIXELS = 4_000_000
MAX_MEAN_ROWS = 300


@dataclass
class Judgement:
    """What was measured on rows, in their order: an image's `scores`; of evenly spaced `pixels` the
    scores, and of the same ones `anomalous_pixels` (booleans; None where no region is marked)."""

    rows: list
    scores: list = field(default_factory=list)
    worst: list = field(default_factory=list)
    pixels: list = field(default_factory=list)
    anomalous_pixels: list = field(default_factory=list)

    def image_auroc(self, chosen: np.ndarray | None = None) -> float | None:
        rows = [i for i in self.places() if chosen is None or chosen[i]]
        return roc_auc(np.array([self.scores[i] for i in rows]), self.anomalous()[rows])

    def pixel_auroc(self, chosen: np.ndarray | None = None) -> float | None:
        rows = [i for i in self.places() if self.anomalous_pixels[i] is not None]
        rows = [i for i in rows if chosen is None or chosen[i]]
        if not rows:
            return None
        pixel_scores = np.concatenate([self.pixels[i] for i in rows])
        return roc_auc(pixel_scores, np.concatenate([self.anomalous_pixels[i] for i in rows]))

    def places(self) -> Any:
        """Of the rows that were judged before a stop."""
        return range(len(self.scores))

    def anomalous(self) -> np.ndarray:
        """Booleans, one per row."""
        return np.array([not row.is_normal for row in self.rows], dtype=bool)

    def numbers(self, chosen: np.ndarray | None = None) -> dict[str, Any]:
        """{imageAuroc, pixelAuroc}."""
        return {"imageAuroc": self.image_auroc(chosen), "pixelAuroc": self.pixel_auroc(chosen)}


def judge_rows(
    backbone: StageMaps,
    layers: tuple[str, ...],
    memory: MemoryBank,
    images: AnomalyImages,
    is_over: Callable = lambda: False,
) -> Judgement:
    """The Judgement of the memory on the rows of an AnomalyImages."""
    return collected(images, memory_results(backbone, layers, memory, images, is_over))


def memory_results(
    backbone: StageMaps,
    layers: tuple[str, ...],
    memory: MemoryBank,
    images: AnomalyImages,
    is_over: Callable,
) -> Iterator[tuple[float, float, np.ndarray]]:
    """Yields (score, farthest patch, pixel scores [h, w]) of each row."""
    size = images.preprocessing.size
    if not len(images):
        return
    for _, patches, shape in each_batch(backbone, images, layers, is_over):
        for one in patches:
            with torch.inference_mode():
                score, distances = memory.judge(one)
                pixel_scores = heatmap_of(distances, shape, size).cpu().numpy()
            yield score, float(distances.max()), pixel_scores


def some_of(images: AnomalyImages) -> AnomalyImages:
    """Enough of the images for a mean."""
    return AnomalyImages(evenly(images.rows, MAX_MEAN_ROWS), images.paths, images.preprocessing)


def mean_patch_bank(
    backbone: StageMaps, layers: tuple[str, ...], images: AnomalyImages
) -> MemoryBank:
    """The memory of an untrained model: the mean patch alone."""
    batches = each_batch(backbone, some_of(images), layers)
    means = [patches.mean((0, 1)) for _, patches, _ in batches]
    return MemoryBank(torch.stack(means).mean(0, keepdim=True), 1)


def judge_by_mean_image(
    train_images: AnomalyImages, images: AnomalyImages, is_over: Callable
) -> Judgement:
    """The trivial answer: how far each pixel is from the mean of the normal images."""
    some = some_of(train_images)
    mean = sum(some[i] for i in range(len(some))) / len(some)

    def results() -> Iterator[tuple[float, float, np.ndarray]]:
        for place in range(len(images)):
            if is_over():
                return
            pixel_scores = (images[place] - mean).pow(2).mean(0).sqrt().numpy()
            yield float(pixel_scores.mean()), float(pixel_scores.max()), pixel_scores

    return collected(images, results())


def collected(images: AnomalyImages, results: Iterator[Any]) -> Judgement:
    """The Judgement of (score, farthest, pixel scores) for each row, in order."""
    rows, size = images.rows, images.preprocessing.size
    judgement = Judgement(list(rows))
    stride = max(1, math.ceil(len(rows) * size[0] * size[1] / MAX_PIXELS))
    for row, (score, worst, pixel_scores) in zip(rows, results, strict=False):
        anomalous_pixels = anomalous_pixels_of(row, images.paths, size)
        judgement.scores.append(score)
        judgement.worst.append(worst)
        judgement.pixels.append(pixel_scores.flatten()[::stride])
        judgement.anomalous_pixels.append(
            None if anomalous_pixels is None else anomalous_pixels.flatten()[::stride]
        )
    return judgement
