"""Asks the model about every row, a batch at a time, in parts that survive a kill."""

import itertools
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from ..contract.batch_job import BatchJob
from ..contract.durable_files import sha256_of
from ..contract.failures import PlatformFault, UserFault
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..data.dataset import read_manifest, refuse_missing_object
from ..predictors.predictor import failed
from .parts import Counts, Parts, line_of
from .scorer import AskedRow, Columns, Scorer
from .selection import Selection

# A part is closed after so many rows or seconds: that much work is done again after a kill.
PART_ROWS, PART_SECONDS = 1024, 60.0
WINDOW = 64  # rows that are read and decoded at once
MAX_PROGRESS_LINES = 200


@dataclass
class Asking:
    """What it takes to ask about a row. `scorer`: None for a prediction."""

    paths: Paths
    predictor: Any
    scorer: Scorer | None


@dataclass
class BatchRun(Asking):
    """All that asking about many rows needs."""

    job: BatchJob
    stop: StopSignal
    progress: Progress
    selection: Selection
    parts: Parts


@dataclass
class Line:
    """What becomes of a row of the manifest: `asked`, or `error` {code, message}."""

    id: str
    asked: AskedRow | None = None
    error: dict[str, str] = field(default_factory=dict)
    is_invalid: bool = False
    filename: str | None = None


@dataclass
class OpenPart:
    """Lines and columns that are not on disk yet."""

    lines: list[str] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    began: float = field(default_factory=time.monotonic)

    def is_due(self) -> bool:
        waited = time.monotonic() - self.began
        return len(self.lines) >= PART_ROWS or waited >= PART_SECONDS


def ask_all(run: BatchRun) -> bool:
    """Asks about every row that is not answered yet; whether it got to the end: a stop ends it
    after the batch in progress. Raises UserFault `invalid-data-tolerance-exceeded`."""
    part, shown = OpenPart(), Shown(run)
    refuse_invalid(run, part)
    for batch in batches_of(run):
        add_batch(run, part, batch)
        refuse_invalid(run, part)
        if part.is_due():
            part = closed(run, part)
        shown.report(run.parts.counts.lines + part.counts.lines)
        if run.stop.requested:
            break
    if part.lines:
        closed(run, part)
    return run.parts.counts.lines == run.selection.total


def batches_of(run: BatchRun) -> Iterator[list[Line]]:
    """The rows that are not done, cut so that each batch has as many to ask about as the predictor
    takes at once: a batch of a resumed run has the rows of an uninterrupted one's."""
    pending: list[Line] = []
    asked = 0
    for line in lines_of(run):
        pending.append(line)
        asked += line.asked is not None
        is_silent = len(pending) >= PART_ROWS and not asked  # a long stretch that says nothing
        if asked == run.predictor.batch_size or is_silent:
            yield pending
            pending, asked = [], 0
    if pending:
        yield pending


def lines_of(run: BatchRun) -> Iterator[Line]:
    """The rows that are not done, read and decoded ahead."""
    done = run.parts.counts.lines
    entries = itertools.islice(enumerate(read_manifest(run.job, run.paths)), done, None)
    return prepared_ahead(run, entries)


def prepared_ahead(asking: Asking, rows: Iterable[tuple[int, dict]]) -> Iterator[Line]:
    """The Lines of the rows with these numbers, read and decoded ahead."""
    left = iter(rows)
    with ThreadPoolExecutor(4) as pool:  # decoding and hashing release the interpreter lock
        while window := list(itertools.islice(left, WINDOW)):
            yield from pool.map(lambda pair: prepared(asking, *pair), window)


def prepared(run: Asking, number: int, entry: dict) -> Line:
    """The Line of one row of the manifest."""
    content, scorer = run.predictor.content, run.scorer
    if scorer is not None and not scorer.is_measured(entry):
        text = "the row says nothing of the concepts that are measured"
        return Line(
            entry["id"],
            error={"code": "not-measured", "message": text},
            filename=filename_of(entry),
        )
    value = entry["object" if content == "image" else "text"]
    if value is None:
        return invalid(entry, "input-invalid", f"this model needs an input with {content}")
    try:
        truth = scorer.truth(entry) if scorer is not None else None
        given = {"text": value} if content == "text" else {"image": image_bytes(run.paths, value)}
        asked = AskedRow(number, entry, truth, run.predictor.prepare(given))
        return Line(entry["id"], asked, filename=filename_of(entry))
    except ValueError as error:
        return invalid(entry, "input-unreadable", str(error))


def invalid(entry: dict, code: str, message: str) -> Line:
    """The Line of a row that cannot be read."""
    error = {"code": code, "message": message}
    return Line(entry["id"], error=error, is_invalid=True, filename=filename_of(entry))


def filename_of(entry: dict) -> str | None:
    """The name that whoever uploaded the input keeps it under (metadata `filename`), if any."""
    filename = entry.get("metadata", {}).get("filename")
    return filename if isinstance(filename, str) else None


def image_bytes(paths: Paths, digest: str) -> bytes:
    """The bytes of an object; PlatformFault `dataset-object-missing`, or `dataset-object-corrupt`
    where it is another one."""
    path = paths.object(digest)
    refuse_missing_object(path)
    if sha256_of(path) != digest:
        text = f"object {digest} does not match its digest"
        raise PlatformFault("dataset-object-corrupt", text)
    return path.read_bytes()


def answer(predictor: Any, batch: list[Line]) -> list[AskedRow]:
    """Answers the rows of a batch that can be read, and returns them."""
    asked = [line.asked for line in batch if line.asked is not None]
    answers = predictor.answer([row.prepared for row in asked]) if asked else []
    for row, given in zip(asked, answers, strict=True):
        row.answer = given
    return asked


def add_batch(run: BatchRun, part: OpenPart, batch: list[Line]) -> None:
    """Answers a batch and adds its lines and columns to the part."""
    began = time.monotonic()
    asked = answer(run.predictor, batch)
    scores: list[float | None] = [None] * len(asked)
    if run.scorer is not None and asked:
        columns, scores = run.scorer.keep(asked)
        part.columns.append(columns)
    score_of = dict(zip((row.number for row in asked), scores, strict=True))
    part.lines += [line_of(values_of(run, line, score_of)) for line in batch]
    failures = [f"input {line.id!r}: {line.error['message']}" for line in batch if line.is_invalid]
    part.counts += Counts(
        len(batch),
        len(asked),
        len(failures),
        len(batch) - len(asked) - len(failures),
        time.monotonic() - began,
        failures[0] if failures else None,
    )


def values_of(run: BatchRun, line: Line, score_of: dict[int, float | None]) -> dict:
    """One line of predictions.jsonl as a dict."""
    row = line.asked
    if row is None:
        return {**named(line), **failed(line.error["code"], line.error["message"])}
    values: dict[str, Any] = named(line)
    if run.scorer is not None:
        values["label"] = run.scorer.label(row.truth)
    values["output"] = run.predictor.output(row.answer, row.prepared)
    score = score_of[row.number]
    return values if score is None else {**values, "score": score}


def named(line: Line) -> dict[str, Any]:
    """What a line of predictions.jsonl begins with."""
    return {"id": line.id} if line.filename is None else {"id": line.id, "filename": line.filename}


def closed(run: BatchRun, part: OpenPart) -> OpenPart:
    """Stores the part; returns the next one, which is empty."""
    columns = run.scorer.merged(part.columns) if run.scorer is not None and part.columns else {}
    with clock.within("saving"):
        run.parts.write(part.lines, columns, part.counts)
    return OpenPart()


def refuse_invalid(run: BatchRun, part: OpenPart) -> None:
    """UserFault `invalid-data-tolerance-exceeded` as soon as it is sure."""
    counts, total = run.parts.counts + part.counts, run.selection.asked
    percent, allowed = 100.0 * counts.invalid / total, run.job.invalid_data_tolerance_percent
    if percent > allowed:
        text = f"{counts.invalid} of {total} inputs ({percent:.1f} %) are not usable, "
        text += f"{allowed:g} % are allowed; first reason: {counts.first_failure}"
        raise UserFault("invalid-data-tolerance-exceeded", text)


class Shown:
    """Lines of stage "prediction", at most about 200."""

    def __init__(self, run: BatchRun) -> None:
        self.run, self.first = run, run.parts.counts.lines
        self.last, self.began = self.first, time.monotonic()

    def report(self, done: int) -> None:
        """Writes a line where one is due after `done` rows."""
        total = self.run.selection.total
        if done < total and done - self.last < max(1, total // MAX_PROGRESS_LINES):
            return
        self.last, seconds = done, time.monotonic() - self.began
        left = seconds * (total - done) / max(1, done - self.first)
        rounded = {"seconds": round(seconds, 3), "secondsLeft": round(left, 3)}
        self.run.progress.write("prediction", done, total, **rounded)
