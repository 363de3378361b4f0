"""Inputs of a detector and its answers. Boxes are (centre x, centre y, width, height) as the models
want them, and [top, left, bottom, right] everywhere else; all are shares of an image's size."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..data.batches import EpochBatches, data_workers
from ..data.pictures.decoding import decode_image
from ..data.regions import RegionRow
from ..data.whole_images import STRIDE, WholeImages, of_equal_shape, padded

EVALUATION_BATCH_SIZE = 16
MAX_QUERIES = 100  # kept of one image; COCO's limit, and memory's


@dataclass(frozen=True)
class Found:
    """What a detector says of one image: scores [queries, concepts], boxes [queries, 4]."""

    scores: np.ndarray
    boxes: np.ndarray


class ScaledBatches(EpochBatches):
    """A batch sampler of lists of (row index, flipped, size): all of one batch are resized to a
    size drawn between `min_size` and `max_size`, in multiples of STRIDE where the range has any."""

    def __init__(
        self, *arguments: Any, min_size: tuple[int, ...], max_size: tuple[int, ...], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.min_size, self.max_size = min_size, max_size

    def __iter__(self) -> Iterator[list[Any]]:
        # Another stream than the order's, which must not change with the sizes.
        seed = (self.seed * 1_000_003 + self.epoch) * 31 + 17
        generator, size = torch.Generator().manual_seed(seed % 2**63), None
        for place, batch in enumerate(super().__iter__()):
            if place % self.splits == 0:
                share = torch.rand(1, generator=generator).item()
                size = between(self.min_size, self.max_size, share)
            yield [(index, flipped, size) for index, flipped in batch]


def resize_range(h: Any, size: tuple[int, ...]) -> list[tuple[int, ...]]:
    """(smallest, largest) size of the training images, of as many numbers as the usual `size`,
    which is what an absent or empty hyperparameter means."""
    bounds = []
    for name in ("random_resize_lower", "random_resize_upper"):
        given = tuple(int(side) for side in h.numbers(name, maximum=2)) or size
        if len(given) != len(size):
            given = given * 2 if len(size) == 2 else (min(given),)
        bounds.append(given)
    return bounds


def between(min_size: tuple[int, ...], max_size: tuple[int, ...], share: float) -> tuple[int, ...]:
    """A size from `min_size` to `max_size`, which are (n,) or (w, h)."""
    sides = zip(min_size, max_size, strict=True)
    return tuple(
        low if high - low < STRIDE else round((low + share * (high - low)) / STRIDE) * STRIDE
        for low, high in sides
    )


class DetectionInputs(Dataset):
    """Rows as {pixel_values: float32 [3, h, w], labels: {class_labels, boxes}}."""

    def __init__(
        self, rows: Sequence, paths: Paths, images: WholeImages, flip_direction: str = "horizontal"
    ) -> None:
        self.rows, self.paths, self.images = rows, paths, images
        self.flips_columns = flip_direction == "horizontal"

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: int | tuple[int, bool, tuple[int, ...]]) -> dict[str, Any]:
        index, flipped, size = key if isinstance(key, tuple) else (key, False, None)
        row = self.rows[index]
        image = decode_image(self.paths.object(row.object).read_bytes())
        pixels, labels = self.images.pixels(image, size), labels_of(row)
        if flipped:
            pixels = pixels.flip(-1 if self.flips_columns else -2)
            centre = 0 if self.flips_columns else 1
            labels["boxes"][:, centre] = 1 - labels["boxes"][:, centre]
        return {"pixel_values": pixels, "labels": labels}


def labels_of(row: RegionRow) -> dict[str, torch.Tensor]:
    """A box per region and concept: {class_labels: int64 [n], boxes: float32 [n, 4]}."""
    pairs = [(concept, r.box) for r in row.regions for concept in r.positives]
    classes = torch.tensor([concept for concept, _ in pairs], dtype=torch.int64)
    top, left, bottom, right = torch.tensor([box for _, box in pairs]).reshape(-1, 4).unbind(-1)
    sides = [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]
    return {"class_labels": classes, "boxes": torch.stack(sides, -1).float()}


def detection_collator(minimum: tuple[int, ...]) -> Callable:
    """A collate function: pads images to a canvas of at least `minimum` (height, width), of which
    the boxes become shares."""

    def collate(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
        images = [item["pixel_values"] for item in items]
        canvas = padded(images, minimum)
        mask = torch.zeros(len(items), *canvas.shape[2:], dtype=torch.int64)
        labels = []
        for place, item in enumerate(items):
            height, width = images[place].shape[1:]
            mask[place, :height, :width] = 1
            share = torch.tensor([width, height, width, height]) / canvas_sides(canvas)
            labels.append({**item["labels"], "boxes": item["labels"]["boxes"] * share})
        return {"pixel_values": canvas, "pixel_mask": mask, "labels": labels}

    return collate


def canvas_sides(canvas: torch.Tensor) -> torch.Tensor:
    """(width, height, width, height) of [n, 3, height, width]."""
    height, width = canvas.shape[2:]
    return torch.tensor([width, height, width, height], dtype=torch.float32)


def find_in_rows(
    model: Any, inputs: DetectionInputs, is_over: Callable = lambda: False
) -> list[Found]:
    """A list of Found for the rows of DetectionInputs. Ends early, with fewer, once `is_over()`.
    Draws no random numbers and leaves the model in the mode it was in."""
    was_training, generator = model.training, torch.Generator()
    options = {"collate_fn": list, "generator": generator, "num_workers": data_workers()}
    model.eval()
    found = []
    for items in DataLoader(inputs, EVALUATION_BATCH_SIZE, **options):
        if is_over():
            break
        found += find(model, [item["pixel_values"] for item in items], inputs.images)
    model.train(was_training)
    return found


def aligned(found: Sequence[Found], parent_ids: Sequence[str], ids: Sequence[str]) -> list[Found]:
    """The parent's answers with a column for each of `ids`; 0 where it does not know a concept."""
    columns = [(ids.index(id), place) for place, id in enumerate(parent_ids) if id in ids]
    moved = []
    for answer in found:
        scores = np.zeros((len(answer.scores), len(ids)), dtype=np.float32)
        for to, place in columns:
            scores[:, to] = answer.scores[:, place]
        moved.append(Found(scores, answer.boxes))
    return moved


def find(model: Any, images: Sequence[torch.Tensor], settings: WholeImages) -> list[Found]:
    """A Found for each prepared image."""
    collate, found = detection_collator(settings.canvas()), []
    empty = {"class_labels": torch.zeros(0), "boxes": torch.zeros(0, 4)}
    for group in of_equal_shape(images):
        batch = collate([{"pixel_values": image, "labels": empty} for image in group])
        found += answers(model, batch, group[0].shape)
    return found


@torch.no_grad()  # and not inference_mode: RT-DETR keeps anchors from here and trains with them
def answers(model: Any, batch: dict[str, Any], shape: Any) -> list[Found]:
    """A Found for each image of a batch of images of one `shape` (3, height, width)."""
    device = model.device
    clock.count_pass(len(batch["pixel_values"]))
    outputs = model(batch["pixel_values"].to(device), pixel_mask=batch["pixel_mask"].to(device))
    logits, boxes = outputs.logits.float().cpu(), outputs.pred_boxes.float().cpu()
    if logits.shape[-1] > model.config.num_labels:  # DETR's last class is "no object"
        scores = logits.softmax(-1)[..., :-1]
    else:
        scores = logits.sigmoid()
    share = canvas_sides(batch["pixel_values"]) / torch.tensor([shape[2], shape[1]] * 2)
    x, y, width, height = (boxes * share).unbind(-1)
    sides = [y - height / 2, x - width / 2, y + height / 2, x + width / 2]
    corners = torch.stack(sides, -1).clamp(0, 1)
    return [best(*pair) for pair in zip(scores.numpy(), corners.numpy(), strict=True)]


def best(scores: np.ndarray, boxes: np.ndarray) -> Found:
    """The likeliest queries."""
    kept = (-scores.max(axis=1)).argsort(kind="stable")[:MAX_QUERIES]
    return Found(scores[kept], boxes[kept])
