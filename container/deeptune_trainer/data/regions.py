"""Manifest rows whose objects are marked by regions: checked here, decoded where they are used."""

from dataclasses import dataclass
from typing import Any

from ..contract.durable_files import sha256_of
from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.paths import Paths
from .dataset import (
    DIGEST,
    LEFT_OUT,
    DatasetVersion,
    image_reason,
    read_dataset,
    refuse_missing_object,
)
from .region_shapes import (
    ShapeInvalid,
    box_mask,
    box_of_mask,
    box_of_polygon,
    checked_box,
    decode_mask,
    polygon_mask,
    resized_mask,
)


@dataclass(frozen=True)
class Region:
    """One marked object. `positives` are indices into the job's concepts; `box` is always there,
    `polygon` and `mask` (a digest) where the row has them."""

    positives: tuple[int, ...]
    box: tuple[float, float, float, float]
    polygon: tuple | None
    mask: str | None


@dataclass(frozen=True)
class RegionRow:
    """One usable image with its regions; none of them: a background image."""

    id: str
    object: str
    regions: tuple[Region, ...]
    split: str
    origin: str


def read_regions(job: Job, paths: Paths) -> DatasetVersion:
    """The job's DatasetVersion of RegionRow; raises as read_dataset does."""
    return read_dataset(job, paths, "image", False, usable_region_row)


def usable_region_row(
    entry: dict[str, Any], index: dict[str, int], paths: Paths, kind: str, exclusive: bool
) -> RegionRow | str | None:
    """A RegionRow, LEFT_OUT, or the reason (a string) why this input cannot be used. Regions of
    concepts that are not the job's are left out, and so is a row that has only such. A row without
    regions is a background image, where nothing is to be found; unless it says of the whole image
    that a concept is there: where, is not known, and it is left out."""
    reason = image_reason(entry, paths)
    if reason:
        return reason
    try:
        regions = marked_regions(entry, index, paths)
    except ShapeInvalid as error:
        return str(error)
    if not regions and entry.get("regions"):
        return LEFT_OUT
    if not regions and not is_background(entry, index):
        return LEFT_OUT
    return RegionRow(
        entry["id"], entry["object"], regions, entry["split"], entry.get("origin", "new")
    )


def marked_regions(
    entry: dict[str, Any], index: dict[str, int], paths: Paths
) -> tuple[Region, ...]:
    """The regions of known concepts; `index`: place of each concept id. Raises ShapeInvalid, and
    PlatformFault `dataset-invalid` where an entry is not as the contract says."""
    try:
        known = [(raw, positives_of(raw, index)) for raw in entry.get("regions") or ()]
        return tuple(region_of(raw, found, paths) for raw, found in known if found)
    except ShapeInvalid:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise PlatformFault("dataset-invalid", f"regions of {entry['id']}: {error!r}") from error


def positives_of(raw: dict[str, Any], index: dict[str, int]) -> tuple[int, ...]:
    """The known concepts that the region has."""
    named = {index[c["id"]] for c in raw["concepts"] if c["id"] in index and c["value"]}
    return tuple(sorted(named))


def is_background(entry: dict[str, Any], index: dict[str, int]) -> bool:
    """Whether a row without regions says of no known concept that it is somewhere in the image."""
    return not any(c["value"] for c in entry["concepts"] if c["id"] in index)


def region_of(raw: dict[str, Any], positives: tuple[int, ...], paths: Paths) -> Region:
    """The region with its box, which is derived where only a polygon or a mask is given."""
    box, polygon, mask = raw.get("box"), raw.get("polygon"), raw.get("mask")
    if box is not None:
        box = checked_box(box)
    around = [box_of_polygon(polygon)] if polygon else []
    around += [box_of_mask(read_mask(mask, paths))] if mask else []
    if box is None and not around:
        raise ShapeInvalid("a region has no box, polygon or mask")
    corners = tuple((float(row), float(column)) for row, column in polygon) if polygon else None
    return Region(positives, box or around[0], corners, mask)


def read_mask(digest: str, paths: Paths) -> Any:
    """The object as a boolean [height, width]; ShapeInvalid, or PlatformFault
    `dataset-object-missing`, `dataset-object-corrupt` where the object store broke its own
    promise."""
    if not DIGEST.fullmatch(digest):
        raise ShapeInvalid("missing mask")
    refuse_missing_object(paths.object(digest))
    if sha256_of(paths.object(digest)) != digest:
        text = f"object {digest} does not match its digest"
        raise PlatformFault("dataset-object-corrupt", text)
    return decode_mask(paths.object(digest).read_bytes())


def pixels_of(region: Region, paths: Paths, width: int, height: int) -> Any:
    """The region's pixels as a boolean [height, width], from the most exact shape it has."""
    if region.mask:
        return resized_mask(decode_mask(paths.object(region.mask).read_bytes()), width, height)
    if region.polygon:
        return polygon_mask(region.polygon, width, height)
    return box_mask(region.box, width, height)
