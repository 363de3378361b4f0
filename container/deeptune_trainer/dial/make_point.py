"""Makes a version of a point of a dial, without any training: the weights of its parent (0), those
of a candidate (1), or what lies between them."""

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..contract.durable_files import MANIFEST, files_below
from ..contract.failures import PlatformFault
from ..contract.job import Dial, Job
from ..contract.paths import Paths
from ..contract.progress import Progress
from ..contract.stop import StopSignal
from ..contract.training_log import log, log_evaluation
from ..data.dataset import DatasetVersion
from ..device.compute import prepare_compute
from ..export.artifact import finish
from ..loop.times import since, times
from ..loop.training import TrainingOutcome
from ..metrics.classification_report import report
from ..models.classification import scores_of
from .ends import End, candidate_end, parent_end
from .interpolation import interpolated, new_places, shifted
from .rows import evaluation_set, inputs_of

# What every export has of its own.
OWN_FILES = {MANIFEST, "metrics.json", "README.md", "concepts.json"}


@dataclass(frozen=True)
class Point:
    """A version that is made: `end`, whose files it has but for its weights, and `is_end` where it
    has those too, byte for byte."""

    end: End
    is_end: bool


def make_point(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Measures and exports the point that the job asks for. Raises PlatformFault where the two
    exports are not whole, not what the job says, or not of one shape."""
    progress, dial = Progress(paths.progress), dial_of(job)
    parent = parent_end(job, paths)
    candidate = candidate_end(job, paths.candidate_export, dial.candidate_version_id)
    point = point_of(dial, parent, candidate)
    refuse_other_concepts(job, point.end)
    log(f"dial: weight {dial.weight:g} between parent (0) and candidate (1), shift {dial.shift:g}")
    if not point.is_end:
        state = interpolated(parent, candidate, dial.weight)
        new = new_places(parent, candidate)
        point.end.model.load_state_dict(shifted(state, candidate, new, dial.shift))

    data = evaluation_set(job, paths, point.end.exclusive).data
    setup_seconds = since(stop.started)
    progress.truncate_after(-1)
    progress.write("setup", 0, 0, seconds=0.0)

    progress.write("evaluation", 0, 0, seconds=0.0)
    began = time.monotonic()
    outcome = TrainingOutcome(0, False, 0.0, 0.0)
    metrics = measured(job, paths, stop, (point.end, parent), data)
    metrics |= times(stop, outcome, setup_seconds, since(began), batch_size=0)
    log_evaluation(metrics)

    finish(job, paths, progress, outcome, 0, lambda folder: write_model(folder, point), metrics)


def dial_of(job: Job) -> Dial:
    """What the job asks for."""
    if job.dial is None:
        raise PlatformFault("job-invalid", "job.json: it asks for no point of a dial")
    return job.dial


def point_of(dial: Dial, parent: End, candidate: End) -> Point:
    """Weight 0 is the parent whatever the shift: it has no new concepts."""
    if dial.weight == 0:
        return Point(parent, True)
    is_end = dial.weight == 1 and (dial.shift == 0 or not new_places(parent, candidate))
    return Point(candidate, is_end)


def refuse_other_concepts(job: Job, end: End) -> None:
    """PlatformFault `job-invalid` where the job does not name the concepts of the head."""
    asked = tuple(concept.id for concept in job.concepts)
    if asked != end.concept_ids:
        text = f"job.json: concepts are {asked}, those of the weights are {end.concept_ids}"
        raise PlatformFault("job-invalid", text)


def measured(
    job: Job, paths: Paths, stop: StopSignal, ends: tuple[End, End], data: DatasetVersion
) -> dict[str, Any]:
    """metrics.json without the times. There are no rows to learn from: the trivial answer is the
    best one for the evaluation set itself."""
    device = prepare_compute(job.base_model)

    def scores_by(end: End) -> tuple[np.ndarray, np.ndarray]:
        inputs, collate = inputs_of(job, paths, end, data.test)
        over, model = stop.evaluation_is_over, end.model.to(device)
        return scores_of(model, inputs, collate, end.exclusive, end.average_flips, over)

    (scores, targets), (of_parent, _) = scores_by(ends[0]), scores_by(ends[1])
    untrained = np.zeros((0, len(job.concepts)), dtype=np.float32)
    known = replace(data, train=data.test)
    parent_ids = ends[1].concept_ids
    metrics = report(job, known, scores, targets, untrained, of_parent, parent_ids)
    return {**metrics, "counts": data.counts}


def write_model(folder: Path, point: Point) -> None:
    """The files of the end, with the weights of the point."""
    weights = (".safetensors", ".safetensors.index.json")
    for name in files_below(point.end.folder):
        if name in OWN_FILES or (name.endswith(weights) and not point.is_end):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(point.end.folder / name, target)
    if not point.is_end:
        point.end.model.save_pretrained(folder)
