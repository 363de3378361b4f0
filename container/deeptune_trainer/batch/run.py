"""Runs an evaluation or a prediction from its job to its export. Read it from top to bottom."""

import time
from typing import Any

import numpy as np

from ..contract.batch_job import BatchJob
from ..contract.durable_files import FolderIncomplete, read_verified
from ..contract.failures import PlatformFault, UserFault
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log
from ..loop.times import since
from ..predictors.predictor import load_predictor
from .answering import BatchRun, ask_all
from .parts import Parts, has_answer
from .results import Results, all_columns
from .scorer import scorer_for
from .selection import select_rows


def run_batch_job(job: BatchJob, paths: Paths, stop: StopSignal) -> bool:
    """Answers, measures and exports the job below `paths`; whether every row was asked about.
    Raises TrainingFault."""
    progress = Progress(paths.progress)

    # Model and rows
    predictor = read_model(job, paths)
    scorer = scorer_for(job, paths, predictor) if job.is_evaluation else None
    selection = select_rows(job, paths, scorer)
    parts = Parts(paths.predictions, job.identity)
    run = BatchRun(paths, predictor, scorer, job, stop, progress, selection, parts)
    total, done = selection.total, parts.counts.lines
    setup_seconds = since(stop.started)
    if done:
        log(f"resumed after {done} of {total} rows")
        clock.go_on_from({"trainedSeconds": parts.counts.seconds, **parts.newest})
        progress.truncate_after(done)
    else:
        progress.truncate_after(-1)
        progress.write("setup", 0, total, seconds=0.0)

    # Answers
    clock.enter("steps")
    is_whole = ask_all(run)
    counts = parts.counts
    log(f"{counts.answered} of {total} rows are answered, {counts.invalid} could not be read")
    if is_whole and not counts.answered:
        raise UserFault("no-data", f"no row could be answered; {counts.first_failure}")

    # Measures
    began, results, seconds = time.monotonic(), Results(run, is_whole), round(counts.seconds, 3)
    if job.is_evaluation:
        progress.write("evaluation", counts.lines, total, seconds=seconds)
        evaluate(run, results, setup_seconds)
    else:
        clock.enter("saving")
        results.write_predictions(None)

    # Export
    progress.write("saving", counts.lines, total, seconds=seconds)
    results.publish()
    log(f"measuring and saving took {since(began):.1f} s")
    if not is_whole:
        progress.write("stopped", counts.lines, total, seconds=seconds)
    log("stopped: what was answered is exported" if not is_whole else "done")
    return is_whole


def evaluate(run: BatchRun, results: Results, setup_seconds: float) -> None:
    """Writes predictions.jsonl with all scores, metrics.json and evaluation.json."""
    began, counts, scorer = time.monotonic(), run.parts.counts, run.scorer
    columns = all_columns(run)
    if scorer is None or columns is None:  # stopped before the first answer
        results.write_predictions(None)
        report: dict = {"count": 0}
        figures: dict = {"report": report, "summary": {}, "perConcept": []}
    else:
        report = scorer.held_out(columns)
        ids = results.write_predictions(scorer.late_scores(columns, answered_numbers(run)))
        figures = scorer.figures(columns, report, ids)
    times = {"setup": setup_seconds, "predict": counts.seconds, "evaluate": since(began)}
    metrics = {
        "heldOut": report,
        "counts": {
            "test": counts.answered,
            "invalid": counts.invalid,
            "notMeasured": counts.not_measured,
        },
        "rowScore": scorer.row_score if scorer is not None else None,
        "seconds": {name: round(value, 3) for name, value in times.items()},
        "inputsPerSecond": counts.answered / counts.seconds if counts.seconds else None,
    }
    results.write_json("metrics.json", metrics)
    results.write_json("evaluation.json", figures)


def answered_numbers(run: BatchRun) -> np.ndarray:
    """The numbers [answered] of the manifest's rows that have an answer."""
    return np.flatnonzero([has_answer(line) for line in run.parts.lines()])


def read_model(job: BatchJob, paths: Paths) -> Any:
    """The predictor of the artifact in the model channel. Raises PlatformFault
    `model-artifact-corrupt`, `model-mismatch` (another version, type or recipe)."""
    try:
        manifest = read_verified(paths.parent_export)
    except FolderIncomplete as error:
        raise PlatformFault("model-artifact-corrupt", str(error)) from error
    wanted = (job.model_version_id, job.model_type, job.recipe)
    found = tuple(manifest.get(name) for name in ("modelVersionId", "modelType", "recipe"))
    if wanted != found:
        text = f"the model channel holds {found}, the job asks for {wanted}"
        raise PlatformFault("model-mismatch", text)
    return load_predictor(paths.parent_export)
