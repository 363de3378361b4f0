"""The dataset version of a job: its manifest, checked row by row. Inputs stay on disk until they
are used."""

import functools
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..contract.batch_job import BatchJob
from ..contract.durable_files import sha256_of
from ..contract.failures import PlatformFault, UserFault
from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.training_log import log
from .pictures.decoding import ImageUnreadable, decode_and_look
from .pictures.near_pictures import NearPictures, difference_hash
from .pictures.picture_notes import PictureNotes
from .text_problem import text_problem

DIGEST = re.compile(r"[0-9a-f]{64}")
# A good input that this training has no use for: neither a row nor a reason.
LEFT_OUT = None


@dataclass(frozen=True, slots=True)
class Row:
    """One usable input. `positives` are indices into the job's concepts."""

    id: str
    object: str | None
    text: str | None
    positives: tuple[int, ...]
    split: str
    origin: str


@dataclass(frozen=True)
class DatasetVersion:
    """The usable rows of both splits, in manifest order, each of the model type's own class, and
    how many rows were not usable. `validation`: rows of the train split that choose the best
    epoch and are not learned from. `pictures`: how many rows' pictures have a note, by its code.
    `near_pictures`: NearPictures.counts."""

    train: tuple[Any, ...]
    test: tuple[Any, ...]
    invalid: int
    validation: tuple[Any, ...] = ()
    pictures: dict[str, int] = field(default_factory=dict)
    near_pictures: dict[str, object] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, Any]:
        """{train, validation, test, invalid} as it stands in metrics.json, `pictures` and
        `nearPictures` where there is something to be said of them."""
        parts = {"train": self.train, "validation": self.validation, "test": self.test}
        counts = {**{name: len(rows) for name, rows in parts.items()}, "invalid": self.invalid}
        said = {"pictures": self.pictures, "nearPictures": self.near_pictures}
        return {**counts, **{name: value for name, value in said.items() if value}}


def read_dataset(
    job: Job, paths: Paths, kind: str, exclusive: bool, usable: Callable | None = None
) -> DatasetVersion:
    """Reads and checks the manifest. `kind` is "image" or "text"; `exclusive`: each row has exactly
    one concept; `usable(entry, index, paths, kind, exclusive)` replaces `usable_row`.

    Raises PlatformFault `dataset-digest-mismatch`, `dataset-invalid` or `dataset-object-corrupt`,
    and UserFault `invalid-data-tolerance-exceeded` or `no-training-data`.
    """
    index = {concept.id: i for i, concept in enumerate(job.concepts)}
    look_at_object.cache_clear()
    notes, near = PictureNotes(), NearPictures()

    def row_or_reason(entry: dict[str, Any]) -> Any:
        return (usable or usable_row)(entry, index, paths, kind, exclusive)

    def looked_at(rows: Iterator[Any]) -> Iterator[Any]:
        for row in rows:
            if kind == "image" and row is not LEFT_OUT and not isinstance(row, str):
                look = look_at_object(paths, row.object)
                notes.add(row.id, look.notes)
                near.add(row.id, row.object, row.split, look.hash)
            yield row

    checked = checked_rows(read_manifest(job, paths), row_or_reason)
    data = split_rows(job, looked_at(checked))
    notes.log(len(data.train) + len(data.test))
    near.log()
    return replace(data, pictures=notes.counts, near_pictures=near.counts)


def checked_rows(entries: Iterator[Any], row_or_reason: Callable) -> Iterator[Any]:
    """Yields what `row_or_reason` makes of each entry, a thousand at a time: of a large manifest
    only the rows stay in memory."""
    with ThreadPoolExecutor(4) as pool:  # decoding and hashing release the interpreter lock
        while part := list(itertools.islice(entries, 1000)):
            yield from pool.map(row_or_reason, part)


def split_rows(job: Job, checked: Any) -> DatasetVersion:
    """The DatasetVersion of rows and of reasons (strings) why rows cannot be used; LEFT_OUT counts
    as neither. Raises UserFault as `read_dataset` does."""
    rows: list[Any] = []
    reasons: list[str] = []
    left_out = 0
    for row in checked:
        if row is LEFT_OUT:
            left_out += 1
        else:
            (reasons if isinstance(row, str) else rows).append(row)
    if left_out:
        log(f"data: {left_out} inputs have no label that this training learns, and are left out")
    judge_invalid(job, reasons, len(rows) + len(reasons))
    train = tuple(row for row in rows if row.split == "train")
    test = tuple(row for row in rows if row.split == "test")
    if not train:
        raise UserFault(
            "no-training-data", "the dataset version has no usable input in its train split"
        )
    return DatasetVersion(train, test, len(reasons))


def read_manifest(job: BatchJob | Job, paths: Paths) -> Iterator[dict[str, Any]]:
    """Yields the manifest's rows as dicts, after its digest was compared with the job's."""
    try:
        digest = sha256_of(paths.dataset_manifest)
    except OSError as error:
        raise PlatformFault("dataset-invalid", f"manifest.jsonl: {error}") from error
    if digest != job.dataset_digest:
        text = f"manifest.jsonl has digest {digest}, the job says {job.dataset_digest}"
        raise PlatformFault("dataset-digest-mismatch", text)
    with open(paths.dataset_manifest, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield parsed(line, number)


def held_out_rows(job: BatchJob | Job, paths: Paths) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yields (number, row) of the manifest's rows of the test split: the frozen evaluation set."""
    for number, entry in enumerate(read_manifest(job, paths)):
        if entry["split"] == "test":
            yield number, entry


def parsed(line: bytes, number: int) -> dict[str, Any]:
    """One manifest line as a dict with the fields of README.md, or PlatformFault
    `dataset-invalid`."""
    try:
        row = json.loads(line)
        labels = [(c["id"], c["value"]) for c in row["concepts"]]
        fits = row["split"] in ("train", "test") and all(v in (0, 1) for _, v in labels)
        fits = fits and isinstance(row["id"], str) and {"object", "text"} <= set(row)
    except (ValueError, KeyError, TypeError) as error:
        raise PlatformFault("dataset-invalid", f"manifest.jsonl line {number}: {error}") from error
    if not fits or (row["object"] is not None and not DIGEST.fullmatch(str(row["object"]))):
        raise PlatformFault("dataset-invalid", f"manifest.jsonl line {number} is not a row")
    return row


def usable_row(
    entry: dict[str, Any], index: dict[str, int], paths: Paths, kind: str, exclusive: bool
) -> Row | str | None:
    """A Row, LEFT_OUT, or the reason (a string) why this input cannot be used.

    An input that only has other concepts than the job's has none of them, which independent
    concepts learn from; among mutually exclusive ones it has no place.
    """
    known = [(index[c["id"]], c["value"]) for c in entry["concepts"] if c["id"] in index]
    positives = tuple(sorted({i for i, value in known if value}))
    if not entry["concepts"] or (exclusive and known and not positives):
        return "no concept"
    if exclusive and not known:
        return LEFT_OUT
    if exclusive and len(positives) > 1:
        return "several concepts although concepts are mutually exclusive"
    reason = image_reason(entry, paths) if kind == "image" else text_reason(entry)
    fields = (entry["id"], shared(entry["object"]), entry["text"], positives)
    return reason or Row(*fields, shared(entry["split"]), shared(entry.get("origin", "new")))


def shared(text: Any) -> Any:
    """The same string object for equal texts: rows repeat them by the thousand."""
    return text and sys.intern(text)


def text_reason(entry: dict[str, Any]) -> str | None:
    """Why the row's text cannot be used, or None."""
    if not isinstance(entry["text"], str) or not entry["text"].strip():
        return "empty text"
    return text_problem(entry["text"])


def image_reason(entry: dict[str, Any], paths: Paths) -> str | None:
    """Why the row's image cannot be used, or None. PlatformFault where the object store broke
    its own promise."""
    if entry["object"] is None:
        return "missing image"
    return look_at_object(paths, entry["object"]).reason


def refuse_missing_object(path: Path) -> None:
    """PlatformFault `dataset-object-missing` where an object of a row is not there: it is ours to
    keep and to bring, so that no share of the rows makes it the user's fault. Another attempt has
    it brought anew."""
    if not path.is_file():
        text = f"object {path.name} of the dataset version was not brought to the job"
        raise PlatformFault("dataset-object-missing", text)


@dataclass(frozen=True, slots=True)
class ObjectLook:
    """Why an object cannot be used, or the notes of its decoding and its difference_hash."""

    reason: str | None
    notes: tuple[str, ...] = ()
    hash: int | None = None


@functools.lru_cache(maxsize=4096)
def look_at_object(paths: Paths, digest: str) -> ObjectLook:
    """Checks and decodes the object `digest`: rows that share one have it looked at once."""
    path = paths.object(digest)
    refuse_missing_object(path)
    if sha256_of(path) != digest:
        raise PlatformFault(
            "dataset-object-corrupt", f"object {path.name} does not match its digest"
        )
    try:
        decoded = decode_and_look(path.read_bytes())
        return ObjectLook(None, decoded.notes, difference_hash(decoded.image))
    except ImageUnreadable as error:
        return ObjectLook(f"unreadable image: {error}")


def judge_invalid(job: Job, reasons: Sequence[str], total: int) -> None:
    """Logs the counts; UserFault where the share of unusable rows exceeds the job's tolerance."""
    percent = 100.0 * len(reasons) / max(1, total)
    log(f"data: {total} inputs, {len(reasons)} of them not usable")
    if percent > job.invalid_data_tolerance_percent:
        text = f"{len(reasons)} of {total} inputs ({percent:.1f} %) are not usable, "
        text += f"{job.invalid_data_tolerance_percent:g} % are allowed; first reason: {reasons[0]}"
        raise UserFault("invalid-data-tolerance-exceeded", text)
