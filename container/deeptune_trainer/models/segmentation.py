"""Inputs of a segmenter, its loss and its answers. Class 0 is the background, class i + 1 the
concept i; each pixel has one class."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..data.batches import data_workers
from ..data.pictures.decoding import decode_image
from ..data.regions import RegionRow, pixels_of
from ..data.whole_images import WholeImages, of_equal_shape, padded
from ..device.compute import evaluation_context
from .background import unpacked

BACKGROUND = "__background__"  # its label in the configuration
IGNORED = -100  # the class of padded pixels
EVALUATION_BATCH_SIZE = 16


def class_ids(concept_ids: Sequence[str]) -> list[str]:
    """The classes of a segmenter of these concepts."""
    return [BACKGROUND, *concept_ids]


class SegmentationInputs(Dataset):
    """Rows as {pixel_values: float32 [3, h, w], labels: int64 [h, w]}; where regions overlap, the
    later one lies on top. `found`: by the row's id the pixels that a parent is sure of; they count
    where nothing is marked."""

    def __init__(
        self,
        rows: Sequence[RegionRow],
        paths: Paths,
        images: WholeImages,
        flip_direction: str = "horizontal",
        found: dict[str, bytes] | None = None,
    ) -> None:
        self.rows, self.paths, self.images = rows, paths, images
        self.found = found or {}
        self.flip_axis = -1 if flip_direction == "horizontal" else -2

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: int | tuple[int, bool]) -> dict[str, torch.Tensor]:
        index, flipped = key if isinstance(key, tuple) else (key, False)
        row = self.rows[index]
        image = decode_image(self.paths.object(row.object).read_bytes())
        pixels = self.images.pixels(image)
        labels = self.labels(row, *pixels.shape[1:])
        if flipped:
            pixels, labels = pixels.flip(self.flip_axis), labels.flip(self.flip_axis)
        return {"pixel_values": pixels, "labels": labels}

    def labels(self, row: RegionRow, height: int, width: int) -> torch.Tensor:
        """The class of each pixel."""
        classes = np.zeros((height, width), dtype=np.int64)
        for region in row.regions:
            classes[pixels_of(region, self.paths, width, height)] = region.positives[0] + 1
        found = self.found.get(row.id)
        more = None if found is None else unpacked(found, classes.shape)
        if more is not None:
            classes = np.where(classes == 0, more, classes).astype(np.int64)
        return torch.from_numpy(classes)


def segmentation_collator(min_shape: tuple[int, ...]) -> Callable:
    """A collate function: pads to a canvas of at least `min_shape` (height, width)."""

    def collate(items: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
        canvas = padded([item["pixel_values"] for item in items], min_shape)
        labels = torch.full((len(items), *canvas.shape[2:]), IGNORED)
        for place, item in enumerate(items):
            height, width = item["labels"].shape
            labels[place, :height, :width] = item["labels"]
        return {"pixel_values": canvas, "labels": labels}

    return collate


def segmentation_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy, and Dice's loss beside it: it counts each concept alike, however few pixels
    it has; with cross entropy alone small objects are learned late or never."""
    logits = enlarged(logits.float(), labels.shape[1:])
    entropy = functional.cross_entropy(logits, labels, ignore_index=IGNORED)
    counted = (labels != IGNORED).unsqueeze(1)
    shares = logits.softmax(1) * counted
    truth = functional.one_hot(labels * counted.squeeze(1), logits.shape[1])
    truth = truth.permute(0, 3, 1, 2) * counted
    common = (shares * truth).sum((0, 2, 3))
    dice = (2 * common + 1) / ((shares + truth).sum((0, 2, 3)) + 1)
    return entropy + 1 - dice.mean()


def enlarged(logits: torch.Tensor, shape: Any) -> torch.Tensor:
    """The logits, which SegFormer gives for every fourth pixel, for each pixel of `shape`."""
    return functional.interpolate(logits, size=shape, mode="bilinear", align_corners=False)


@dataclass(frozen=True)
class Segmented:
    """What a segmenter says of one image: the likeliest class of each pixel and its probability,
    [height, width] of the prepared image."""

    classes: np.ndarray
    values: np.ndarray


def segment(model: Any, images: Sequence[torch.Tensor], settings: WholeImages) -> list[Segmented]:
    """A Segmented for each prepared image."""
    answers = []
    with evaluation_context(model):
        for group in of_equal_shape(images):
            canvas = padded(group, settings.canvas()).to(model.device)
            clock.count_pass(len(group))
            logits = enlarged(model(canvas).logits.float(), canvas.shape[2:])
            height, width = group[0].shape[1:]
            values, classes = logits[:, :, :height, :width].softmax(1).max(1)
            pairs = zip(classes.cpu().numpy(), values.cpu().numpy(), strict=True)
            answers += [Segmented(*pair) for pair in pairs]
    return answers


def segment_rows(
    model: Any, inputs: SegmentationInputs, ids: Sequence[str], is_over: Callable = lambda: False
) -> list[np.ndarray]:
    """A list of confusion matrices [true class, predicted class] in pixels, one for each of the
    rows of SegmentationInputs, whose classes are `ids`; a model of other classes is understood by
    its labels. Ends early, with fewer, once `is_over()`. Draws no random numbers and leaves the
    model in the mode it was in."""
    labels = [model.config.id2label[place] for place in range(model.config.num_labels)]
    place_of = np.array([ids.index(label) if label in ids else 0 for label in labels])
    return [
        confusion(truth, place_of[answer.classes], len(ids))
        for truth, answer in answered_items(model, inputs, is_over)
    ]


def segmented_rows(
    model: Any, inputs: SegmentationInputs, is_over: Callable = lambda: False
) -> Iterator[Segmented]:
    """Yields a Segmented for each of the rows; as segment_rows otherwise."""
    for _, answer in answered_items(model, inputs, is_over):
        yield answer


def answered_items(
    model: Any, inputs: SegmentationInputs, is_over: Callable
) -> Iterator[tuple[np.ndarray, Segmented]]:
    """Yields (true classes, Segmented) of each of the rows."""
    was_training, generator = model.training, torch.Generator()
    options = {"collate_fn": list, "generator": generator, "num_workers": data_workers()}
    model.eval()
    try:
        for items in DataLoader(inputs, EVALUATION_BATCH_SIZE, **options):
            if is_over():
                break
            answers = segment(model, [item["pixel_values"] for item in items], inputs.images)
            yield from zip((item["labels"].numpy() for item in items), answers, strict=True)
    finally:
        model.train(was_training)


def confusion(truth: np.ndarray, predicted: np.ndarray, class_count: int) -> np.ndarray:
    """Pixels of each pair of (true class, predicted class)."""
    pairs = np.bincount((truth * class_count + predicted).ravel(), minlength=class_count**2)
    return pairs.reshape(class_count, class_count)
