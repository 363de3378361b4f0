"""What a parent sees on new images that nobody marked there. To a dataset that marks new concepts
alone, objects of the old ones are background, and a child would unlearn them (Cermelli et al.,
Modeling the Background for Incremental Learning in Semantic Segmentation, 2020). What the parent is
sure of is taken over as if it were marked."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..contract.training_log import log
from ..data.regions import Region, RegionRow
from .detection import Found

SURE_OBJECT, SURE_PIXEL = 0.5, 0.7
SAME = 0.5  # intersection over union from which on two boxes are of one object


@dataclass(frozen=True)
class TakenOver:
    """What the parent found on `inputs` of so many new images: `count` objects, or pixels."""

    concepts: tuple[str, ...]
    inputs: int
    count: int

    def facts(self) -> dict[str, Any]:
        """As it stands in metrics.json."""
        return {"concepts": list(self.concepts), "inputs": self.inputs, "count": self.count}

    def tell(self, unit: str) -> None:
        """Says so in the log."""
        names = ", ".join(self.concepts)
        where = f"{self.inputs} new images, where nothing marks {names}"
        log(f"taken over from the parent: {self.count} {unit} on {where}")


def unmarked(rows: Sequence[RegionRow], old: Sequence[int]) -> list[int]:
    """The concepts of `old` that none of the new rows marks: whether they are there, is not said.
    A concept that some mark is marked wherever it is."""
    marked = {
        place for row in new_rows(rows) for region in row.regions for place in region.positives
    }
    return [place for place in old if place not in marked] if marked else []


def new_rows(rows: Sequence[RegionRow]) -> list[RegionRow]:
    """Those that the line did not know."""
    return [row for row in rows if row.origin != "replay"]


def with_objects(
    rows: Sequence[RegionRow], find: Callable[[list[RegionRow]], list[Found]], silent: Sequence[int]
) -> tuple[tuple[RegionRow, ...], list[int]]:
    """(the rows, the new ones with the boxes of the concepts `silent` that the parent is sure of
    and nothing marks; how many boxes each of those got that got any). `find(rows)`: its answers."""
    new = new_rows(rows)
    boxes = [boxes_of(row, answer, silent) for row, answer in zip(new, find(new), strict=False)]
    found = {row.id: more for row, more in zip(new, boxes, strict=False) if more}
    filled = tuple(
        replace(row, regions=(*row.regions, *found.get(row.id, ())))
        if row.origin != "replay"
        else row
        for row in rows
    )
    return filled, [len(more) for more in found.values()]


def boxes_of(row: RegionRow, answer: Found, silent: Sequence[int]) -> list[Region]:
    """The regions that the answer adds to one row, the surest first, no object twice."""
    scores = answer.scores[:, list(silent)]
    taken, more = [region.box for region in row.regions], []
    for query in (-scores.max(axis=1)).argsort(kind="stable"):
        if scores[query].max() < SURE_OBJECT:
            break
        top, left, bottom, right = (float(side) for side in answer.boxes[query])
        box = (top, left, bottom, right)
        if bottom > top and right > left and all(overlap(box, other) < SAME for other in taken):
            taken.append(box)
            more.append(Region((silent[int(scores[query].argmax())],), box, None, None))
    return more


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union of two boxes [top, left, bottom, right]."""
    height = min(one[2], other[2]) - max(one[0], other[0])
    width = min(one[3], other[3]) - max(one[1], other[1])
    both = max(0.0, height) * max(0.0, width)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return both / max(1e-12, sum(areas) - both)


def pixels_found(
    classes: np.ndarray, values: np.ndarray, silent: Sequence[int]
) -> tuple[bytes, int]:
    """(the class of each pixel that the parent is sure of, 0 elsewhere, packed; how many of them).
    `classes`, `values` [height, width]: its answer; `silent`: the classes to take over."""
    is_sure = np.isin(classes, list(silent)) & (values >= SURE_PIXEL)
    packed = zlib.compress(np.where(is_sure, classes, 0).astype(np.int16).tobytes(), 1)
    return packed, int(is_sure.sum())


def unpacked(pixels: bytes, shape: Sequence[int]) -> np.ndarray | None:
    """The classes [height, width] of what pixels_found packed; None where it is of another size."""
    flat = np.frombuffer(zlib.decompress(pixels), np.int16)
    return flat.reshape(tuple(shape)) if flat.size == shape[0] * shape[1] else None
