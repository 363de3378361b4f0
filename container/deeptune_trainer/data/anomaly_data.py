"""Rows of normal and of anomalous images, and which pixels are anomalous."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from torch.utils.data import Dataset

from ..contract.failures import PlatformFault, UserFault
from ..contract.job import Concept, Job
from ..contract.paths import Paths
from .dataset import DatasetVersion, image_reason, read_dataset
from .images import Preprocessing
from .pictures.decoding import decode_image
from .region_shapes import ShapeInvalid
from .regions import Region, pixels_of, region_of

NORMAL = {"normal", "good"}
ANOMALY_ID = "anomaly"


@dataclass(frozen=True)
class AnomalyRow:
    """One usable image. `regions` mark what is anomalous; without any, where it is is not known."""

    id: str
    object: str
    is_normal: bool
    regions: tuple[Region, ...]
    split: str
    origin: str


def read_anomaly_rows(job: Job, paths: Paths) -> DatasetVersion:
    """The job's DatasetVersion of AnomalyRow: `train` has normal images only, the anomalous ones of
    both splits are in `test`. Raises as read_dataset does."""
    known = normal_ids_of(job.concepts)

    def usable(
        entry: dict[str, Any], index: dict[str, int], paths: Paths, kind: str, exclusive: bool
    ) -> AnomalyRow | str:
        return usable_anomaly_row(entry, known, paths)

    data = read_dataset(job, paths, "image", False, usable)
    train = tuple(row for row in data.train if row.is_normal)
    moved = tuple(row for row in data.train if not row.is_normal)
    if not train:
        raise UserFault("no-training-data", "the train split has no normal image to learn from")
    return replace(data, train=train, test=data.test + moved)


def usable_anomaly_row(
    entry: dict[str, Any], normal_ids: set[str], paths: Paths
) -> AnomalyRow | str:
    """An AnomalyRow, or the reason (a string) why this input cannot be used. Normal is what has no
    concept but a normal one, anywhere."""
    reason = image_reason(entry, paths)
    if reason:
        return reason
    try:
        return anomaly_row(entry, normal_ids, paths)
    except ShapeInvalid as error:
        return str(error)


def anomaly_row(entry: dict[str, Any], normal_ids: set[str], paths: Paths) -> AnomalyRow:
    """The AnomalyRow of an entry, whose image is not looked at. Raises ShapeInvalid, and
    PlatformFault `dataset-invalid` where an entry is not as the contract says."""
    try:
        regions = [(raw, positive_ids(raw)) for raw in entry.get("regions") or ()]
        anomalous = [(raw, ids) for raw, ids in regions if ids - normal_ids]
        is_normal = not anomalous and positive_ids(entry) <= normal_ids
        shapes = tuple(region_of(raw, (), paths) for raw, _ in anomalous)
    except ShapeInvalid:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PlatformFault("dataset-invalid", f"regions of {entry['id']}: {error!r}") from error
    origin = entry.get("origin", "new")
    return AnomalyRow(entry["id"], entry["object"], is_normal, shapes, entry["split"], origin)


def normal_ids_of(concepts: tuple[Concept, ...]) -> set[str]:
    """The ids of the concepts that mean normal, whether a row may have them or not."""
    return {c.id for c in concepts if {c.id.lower(), c.name.lower()} & NORMAL} | NORMAL


def positive_ids(labelled: dict[str, Any]) -> set[str]:
    """The ids of the concepts that a row or a region has."""
    return {c["id"] for c in labelled["concepts"] if c["value"]}


def anomalous_pixels_of(row: AnomalyRow, paths: Paths, size: tuple[int, ...]) -> np.ndarray | None:
    """The anomalous pixels as booleans [height, width], None where no region is marked."""
    width, height = size
    if not row.is_normal and not row.regions:
        return None
    mask = np.zeros((height, width), dtype=bool)
    for region in row.regions:
        mask |= pixels_of(region, paths, width, height)
    return mask


class AnomalyImages(Dataset):
    """Rows as float32 [3, h, w]."""

    def __init__(
        self, rows: Sequence[AnomalyRow], paths: Paths, preprocessing: Preprocessing
    ) -> None:
        self.rows, self.paths, self.preprocessing = rows, paths, preprocessing

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Any:
        data = self.paths.object(self.rows[index].object).read_bytes()
        return self.preprocessing.pixels(decode_image(data))
