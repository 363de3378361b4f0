"""held-out.jsonl of a trained version: what it answers to the rows that it never learned from, each
with its label and score, as an evaluation writes them. It lies beside the export and not in it: an
artifact that is handed on tells nothing of its data."""

import json
import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from ..contract.batch_job import BatchJob
from ..contract.job import EVALUATE, Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log
from ..data.dataset import held_out_rows, read_manifest
from ..device.compute import release_memory
from ..predictors.predictor import load_predictor
from .answering import BatchRun, Line, OpenPart, add_batch, prepared
from .parts import Parts, has_answer
from .results import scored_lines
from .scorer import Scorer, scorer_for
from .selection import Selection

# More would not show more, and whoever looks at them reads the whole file.
MAX_ROWS, MAX_WRITTEN_ROWS = 2_000, 256  # text-to-text writes a completion for each
MAX_BYTES, MAX_LINE_BYTES = 16 * 2**20, 2**16
# What a row can have again by asking the model, and that would fill the file.
LEFT_OUT = ("heatmap_base64", "embeddings")


# number of a row in the manifest -> what its Scorer noted of the exported model's answer
Notes = dict[int, Any]


def keep_held_out_answers(job: Job, paths: Paths, stop: StopSignal) -> Notes:
    """Writes checkpoints/held-out.jsonl of the version whose export is whole, unless it is there.
    A training does not fail by it: where it cannot be written, the log says why. Returns the Notes
    of what was answered, of a version with a parent: it is compared by them."""
    notes = Notes()
    if paths.held_out.exists():
        return notes
    release_memory()
    try:
        write_held_out(job, paths, stop, notes)
    except Exception as error:
        log(f"held-out answers are not kept: {type(error).__name__}: {error}")
    return notes


def write_held_out(job: Job, paths: Paths, stop: StopSignal, notes: Notes) -> None:
    """The file, whole or not at all: a line that counts the rows, then a line for each. Fills
    `notes`."""
    began, asked_job = time.monotonic(), evaluation_of(job)
    predictor = load_predictor(paths.export)
    scorer = scorer_for(asked_job, paths, predictor)
    measured, others = held_out_numbers(job, paths, scorer)
    most = MAX_WRITTEN_ROWS if job.recipe == "text_to_text" else MAX_ROWS
    chosen = evenly(measured, most)
    scorer.begin(chosen)
    parts = Parts(paths.checkpoints / "held-out-parts", asked_job.identity)
    selection = Selection(len(chosen), max(1, len(chosen)))
    run = BatchRun(
        paths, predictor, scorer, asked_job, stop, Progress(paths.progress), selection, parts
    )
    noted = notes if job.parent_version_id else None
    part = answered(run, set(chosen), began + seconds_allowed(paths), noted)
    counts = part.counts
    rows = {"heldOut": len(measured) + others, "chosen": len(chosen), "notMeasured": others}
    rows |= {"answered": counts.answered, "failed": counts.invalid}
    head = {"schemaVersion": 1, "rows": rows, "score": scorer.row_score}
    lines = fitting(lean_lines(scored(run, part, chosen)), MAX_BYTES)
    write_lines(paths.held_out, [json.dumps(head), *lines])
    parts.folder.rmdir()
    log(f"held-out answers: {counts.answered} of {rows['heldOut']} rows are kept")


def evaluation_of(job: Job) -> BatchJob:
    """The training's own data as an evaluation asks about them."""
    return BatchJob(
        kind=EVALUATE,
        training_job_name=job.training_job_name,
        job_id=job.model_version_id,
        model_version_id=job.model_version_id,
        model_type=job.model_type,
        recipe=job.recipe,
        concepts=job.concepts,
        dataset_version_id=job.dataset_version_id,
        dataset_digest=job.dataset_digest,
        invalid_data_tolerance_percent=100,
        min_inputs_per_concept=0,
    )


def held_out_numbers(job: Job, paths: Paths, scorer: Scorer) -> tuple[list[int], int]:
    """(the numbers of the held-out rows that are measured, how many others there are)."""
    numbers, others = [], 0
    for number, entry in held_out_rows(job, paths):
        if scorer.is_measured(entry):
            numbers.append(number)
        else:
            others += 1
    return numbers, others


def evenly(numbers: list[int], most: int) -> list[int]:
    """At most so many of them, at equal distances."""
    if len(numbers) <= most:
        return numbers
    return [numbers[place * len(numbers) // most] for place in range(most)]


def seconds_allowed(paths: Paths, passes: int = 2) -> float:
    """So many times what the training's own evaluation took, and a little for the start."""
    metrics = json.loads((paths.export / "metrics.json").read_text(encoding="utf-8"))
    return 30.0 + passes * float(metrics["seconds"]["evaluate"])


def answered(
    run: BatchRun, chosen: set[int], deadline: float, noted: Notes | None = None
) -> OpenPart:
    """The chosen rows with their answers, as far as the time goes; `noted` takes their Notes."""
    part, lines = OpenPart(), asked_lines(run, chosen)
    while batch := list(islice(lines, run.predictor.batch_size)):
        add_batch(run, part, batch)
        if noted is not None and run.scorer is not None:
            add_notes(run.scorer, batch, noted)
        if time.monotonic() > deadline or run.stop.evaluation_is_over():
            log("held-out answers: the time for them is over")
            break
    return part


def add_notes(scorer: Scorer, batch: list[Line], noted: Notes) -> None:
    """The Notes of the answered rows of a batch."""
    asked = [line.asked for line in batch if line.asked is not None]
    if asked:
        noted.update(zip((row.number for row in asked), scorer.notes(asked), strict=True))


def asked_lines(run: BatchRun, chosen: set[int]) -> Iterator[Line]:
    """The Lines of the rows with these numbers."""
    for number, entry in enumerate(read_manifest(run.job, run.paths)):
        if number in chosen:
            yield prepared(run, number, entry)


def scored(run: BatchRun, part: OpenPart, chosen: list[int]) -> Iterator[str]:
    """The lines, which are of the first `chosen`, with the scores that only all rows together
    give."""
    scorer = run.scorer
    if scorer is None or not part.columns:
        return iter(part.lines)
    places = np.flatnonzero([has_answer(line) for line in part.lines])
    columns, numbers = scorer.merged(part.columns), np.array(chosen)[places]
    return scored_lines(iter(part.lines), scorer.late_scores(columns, numbers))


def lean_lines(lines: Iterator[str]) -> Iterator[str]:
    """The lines without what is large and can be asked for again."""
    for line in lines:
        values = json.loads(line)
        output: dict[str, Any] = values.get("output", {})
        for name in LEFT_OUT:
            output.pop(name, None)
        text = json.dumps(values)
        if len(text) > MAX_LINE_BYTES:
            for region in output.get("regions", ()):
                region["mask_base64"] = None
            text = json.dumps(values)
        yield text


def fitting(lines: Iterator[str], room: int) -> Iterator[str]:
    """The first lines that fit into `room` bytes together."""
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            log(f"held-out answers: cut at {MAX_BYTES} bytes")
            return
        yield line


def write_lines(path: Path, lines: list[str]) -> None:
    """Writes the file by a temporary name."""
    temporary = path.with_name(path.name + ".writing")
    temporary.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    os.replace(temporary, path)
