"""The dataset version of a job: its manifest, checked row by row. Inputs stay on disk until they
are used."""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .durable_files import sha256_of
from .failures import PlatformFault, UserFault
from .images import ImageUnreadable, decode_image
from .training_log import log

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
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
    """The usable rows of both splits, in manifest order, and how many rows were not usable."""

    train: tuple[Row, ...]
    test: tuple[Row, ...]
    invalid: int

    @property
    def counts(self):
        """{train, test, invalid} as it stands in metrics.json."""
        return {"train": len(self.train), "test": len(self.test), "invalid": self.invalid}


def read_dataset(job, paths, kind, exclusive):
    """Reads and checks the manifest. `kind` is "image" or "text"; `exclusive`: each row has exactly
    one concept.

    Raises PlatformFault `dataset-digest-mismatch`, `dataset-invalid` or `dataset-object-corrupt`,
    and UserFault `invalid-data-tolerance-exceeded` or `no-training-data`.
    """
    entries = read_manifest(job, paths)
    index = {concept.id: i for i, concept in enumerate(job.concepts)}

    def row_or_reason(entry):
        return usable_row(entry, index, paths, kind, exclusive)

    with ThreadPoolExecutor(4) as pool:  # decoding and hashing release the interpreter lock
        checked = list(pool.map(row_or_reason, entries))
    rows = [row for row in checked if isinstance(row, Row)]
    judge_invalid(job, [reason for reason in checked if isinstance(reason, str)], len(entries))
    train = tuple(row for row in rows if row.split == "train")
    test = tuple(row for row in rows if row.split == "test")
    if not train:
        raise UserFault(
            "no-training-data", "the dataset version has no usable input in its train split"
        )
    return DatasetVersion(train, test, len(entries) - len(rows))


def read_manifest(job, paths):
    """The manifest's rows as dicts, after its digest was compared with the job's."""
    try:
        raw = paths.dataset_manifest.read_bytes()
    except OSError as error:
        raise PlatformFault("dataset-invalid", f"manifest.jsonl: {error}") from error
    digest = hashlib.sha256(raw).hexdigest()
    if digest != job.dataset_digest:
        text = f"manifest.jsonl has digest {digest}, the job says {job.dataset_digest}"
        raise PlatformFault("dataset-digest-mismatch", text)
    return [parsed(line, n) for n, line in enumerate(raw.split(b"\n"), 1) if line.strip()]


def parsed(line, number):
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


def usable_row(entry, index, paths, kind, exclusive):
    """A Row, or the reason (a string) why this input cannot be used."""
    known = [(index[c["id"]], c["value"]) for c in entry["concepts"] if c["id"] in index]
    positives = tuple(sorted({i for i, value in known if value}))
    if not known or (exclusive and not positives):
        return "no known concept"
    if exclusive and len(positives) > 1:
        return "several concepts although concepts are mutually exclusive"
    reason = image_reason(entry, paths) if kind == "image" else text_reason(entry)
    fields = (entry["id"], entry["object"], entry["text"], positives, entry["split"])
    return reason or Row(*fields, entry.get("origin", "new"))


def text_reason(entry):
    """Why the row's text cannot be used, or None."""
    is_usable = isinstance(entry["text"], str) and entry["text"].strip()
    return None if is_usable else "empty text"


def image_reason(entry, paths):
    """Why the row's image cannot be used, or None. PlatformFault where the object store broke
    its own promise."""
    if entry["object"] is None or not paths.object(entry["object"]).is_file():
        return "missing image"
    path = paths.object(entry["object"])
    if sha256_of(path) != entry["object"]:
        raise PlatformFault(
            "dataset-object-corrupt", f"object {path.name} does not match its digest"
        )
    try:
        decode_image(path.read_bytes())
    except ImageUnreadable as error:
        return f"unreadable image: {error}"
    return None


def judge_invalid(job, reasons, total):
    """Logs the counts; UserFault where the share of unusable rows exceeds the job's tolerance."""
    percent = 100.0 * len(reasons) / max(1, total)
    log(f"data: {total} inputs, {len(reasons)} of them not usable")
    if percent > job.invalid_data_tolerance_percent:
        text = f"{len(reasons)} of {total} inputs ({percent:.1f} %) are not usable, "
        text += f"{job.invalid_data_tolerance_percent:g} % are allowed; first reason: {reasons[0]}"
        raise UserFault("invalid-data-tolerance-exceeded", text)
