"""The export of an evaluation or a prediction: plain files with a manifest, written last."""

import json
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import numpy as np

from ..contract.batch_job import BatchJob
from ..contract.durable_files import publish_folder
from ..contract.phase_clock import clock
from ..export.artifact import copy_export
from .answering import BatchRun
from .csv_table import CsvTable
from .parts import LINES, has_answer
from .scorer import Columns

MAX_FIRST_IDS = 2000  # of the answered rows that evaluation.json shows


class Results:
    """What came out of a BatchRun, written below the folder checkpoints/writing-export."""

    def __init__(self, run: BatchRun, is_whole: bool) -> None:
        self.run, self.is_whole = run, is_whole
        self.folder = run.paths.checkpoints / "writing-export"
        for folder in (self.folder, run.paths.export):
            shutil.rmtree(folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def write_json(self, name: str, value: Any) -> None:
        """Writes one of the export's files."""
        text = json.dumps(value, indent=1, allow_nan=False)
        (self.folder / name).write_text(text, encoding="utf-8")

    def write_predictions(self, scores: np.ndarray | None) -> list[str]:
        """Writes predictions.jsonl, for a prediction also predictions.csv; the ids of the first
        answered rows. `scores` [answered]: those that only all rows together give."""
        ids: list[str] = []
        with open(self.folder / LINES, "w", encoding="utf-8") as file, self.table() as table:
            for line in scored_lines(self.run.parts.lines(), scores):
                file.write(line + "\n")
                if table is None and len(ids) >= MAX_FIRST_IDS:
                    continue
                values = json.loads(line)
                if "output" in values and len(ids) < MAX_FIRST_IDS:
                    ids.append(values["id"])
                if table is not None:
                    table.write(values)
        return ids

    def table(self) -> Any:
        """The CsvTable of a prediction; an evaluation has none."""
        job = self.run.job
        if job.is_evaluation:
            return nullcontext()
        return CsvTable(self.folder / "predictions.csv", job.recipe, self.run.predictor)

    def publish(self) -> None:
        """Completes the export with its manifest, and fills model/ with the same files. The parts
        of a whole run are removed."""
        publish_folder(self.folder, self.run.paths.export, self.facts(), clock.served)
        copy_export(self.run.paths)
        if self.is_whole:
            shutil.rmtree(self.run.paths.predictions)

    def facts(self) -> dict[str, Any]:
        """What the manifest says beside its files."""
        counts = self.run.parts.counts
        rows = {"total": self.run.selection.total, "answered": counts.answered}
        rows |= {"invalid": counts.invalid, "notMeasured": counts.not_measured}
        facts: dict[str, Any] = {"rows": rows, "firstFailure": counts.first_failure}
        # Under the name that trainings give it: seconds of work that are durable.
        facts["trainedSeconds"] = round(counts.seconds, 3)
        return {**job_facts(self.run.job), "stopped": not self.is_whole, **facts}


def job_facts(job: BatchJob) -> dict[str, Any]:
    """What the manifest says of the job."""
    return {
        "schemaVersion": 1,
        "kind": job.kind,
        "jobId": job.job_id,
        "trainingJobName": job.training_job_name,
        "modelVersionId": job.model_version_id,
        "modelType": job.model_type,
        "recipe": job.recipe,
        "datasetVersionId": job.dataset_version_id,
        "datasetDigest": job.dataset_digest,
        "identity": job.identity,
    }


def scored_lines(lines: Iterator[str], scores: np.ndarray | None) -> Iterator[str]:
    """The lines, each answered one with its score where there is one."""
    if scores is None:
        yield from lines
        return
    left = iter(scores.tolist())
    for line in lines:
        score = next(left) if has_answer(line) else np.nan
        yield line if np.isnan(score) else f'{line[:-1]}, "score": {score}}}'


def all_columns(run: BatchRun) -> Columns | None:
    """The columns of all parts; None where no row was answered."""
    parts = [part for part in run.parts.columns() if part]
    return run.scorer.merged(parts) if run.scorer is not None and parts else None
