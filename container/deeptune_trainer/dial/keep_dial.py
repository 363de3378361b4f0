"""dial.json of an incremental training: what points between its parent and itself answer to the
frozen evaluation set. It lies beside the export, as held-out.jsonl does."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from ..batch.held_out import MAX_ROWS, seconds_allowed
from ..contract.durable_files import MANIFEST, write_json
from ..contract.job import Job, read_json
from ..contract.paths import Paths
from ..contract.stop import StopSignal
from ..contract.training_log import log
from ..data.dataset import Row
from ..data.images import Preprocessing, read_preprocessing
from ..device.compute import prepare_compute, release_memory
from ..metrics.classification_metrics import predictions
from ..metrics.classification_report import targets_of
from ..models.classification import probabilities
from ..models.frozen.freezing import Freezing
from .answers import Batches, KeptInputs, OutOfTime, logits_of
from .ends import AUTO_CLASSES, End, candidate_end, parent_end
from .frozen_part import differs_below, learning_part
from .interpolation import can_shift, interpolated, new_places, taught_concepts
from .rows import CONTENT_OF, EvaluationSet, evaluation_set, inputs_of

# The candidate first: its logits say how far a shift goes. Where the time runs out, the middle is
# there before what lies next to the ends.
WEIGHTS = (1.0, 0.6, 0.4, 0.8, 0.2)
WEIGHTS_ALONE = (1.0, 0.5, 0.3, 0.7, 0.9, 0.1, 0.2, 0.4, 0.6, 0.8)  # nothing can be shifted
SHIFTS = (-1.0, -0.5, 0.0, 0.5)  # of the spread of what decides on the new concepts
MAX_SHIFT = 20.0


def keep_dial(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Writes checkpoints/dial.json of the child whose export is whole, unless it is there, or the
    model type has no dial. A training does not fail by it: where it cannot be measured, the log
    says why."""
    is_stopped = read_json(paths.export / MANIFEST, "model-artifact-corrupt")["stopped"]
    if job.dial or job.recipe not in AUTO_CLASSES or is_stopped or paths.dial.exists():
        return
    release_memory()
    try:
        write_dial(job, paths, stop)
    except Exception as error:
        log(f"dial: not measured: {type(error).__name__}: {error}")


def write_dial(job: Job, paths: Paths, stop: StopSignal) -> None:
    """The file, whole or not at all."""
    began = time.monotonic()
    # As many passes as there are weights, each as long as the training's own evaluation.
    deadline = began + seconds_allowed(paths, len(WEIGHTS) + 1)
    ends = parent_end(job, paths), candidate_end(job, paths.export, job.model_version_id)
    known = evaluation_set(job, paths, ends[1].exclusive, MAX_ROWS)
    data, held_out = known.data, known.held_out
    new = set(new_places(*ends))
    if not any(new.isdisjoint(row.positives) for row in data.test):
        log("dial: not measured: no held-out input is of the parent's concepts alone")
        return

    def is_over() -> bool:
        return stop.requested or time.monotonic() > deadline

    dial = Measuring(job, paths, stop, *ends, known, is_over)
    points = dial.points()
    rows = {"heldOut": held_out, "chosen": min(held_out, MAX_ROWS), "answered": len(data.test)}
    write_json(paths.dial, {**dial.facts(rows), "points": points})
    seconds = time.monotonic() - began
    log(f"dial: {len(points)} points on {len(data.test)} of {held_out} rows, in {seconds:.1f} s")


@dataclass
class Measuring:
    """One dial being measured on `rows`."""

    job: Job
    paths: Paths
    stop: StopSignal
    parent: End
    candidate: End
    known: EvaluationSet
    is_over: Callable[[], bool]
    rows: tuple[Row, ...] = field(init=False)
    targets: np.ndarray = field(init=False)
    new: list[int] = field(init=False)
    pictures: dict[Preprocessing, tuple[Any, Callable]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = self.known.data.test
        self.targets = targets_of(self.rows, len(self.job.concepts))
        self.new = new_places(self.parent, self.candidate)

    def facts(self, rows: dict[str, int]) -> dict[str, Any]:
        """What dial.json says beside its points."""
        ids, ends = self.candidate.concept_ids, (self.parent, self.candidate)
        taught = [taught_concepts(end) for end in ends]
        return {
            "schemaVersion": 1,
            "parentVersionId": self.job.parent_version_id,
            "score": "right",
            "concepts": list(ids),
            "newConcepts": [ids[place] for place in self.new],
            "taughtConcepts": dict(zip(("parent", "candidate"), taught, strict=True)),
            "canShift": can_shift(self.candidate),
            "rows": rows,
            "ids": [row.id for row in self.rows],
            "truth": joined(np.flatnonzero(row) for row in self.targets),
            "denied": joined(self.known.denied),
        }

    def points(self) -> list[dict[str, Any]]:
        """The points, by weight and shift; where the time runs out, those that are measured."""
        found = [{"weight": 0.0, "shift": 0.0, "answers": self.parents_answers()}]
        shifts: tuple[float, ...] = ()
        can = bool(self.new) and can_shift(self.candidate)
        weights = WEIGHTS if can else WEIGHTS_ALONE
        done = 0
        for weight, logits in self.logits(weights):
            shifts, done = shifts or self.shifts(logits, can), done + 1
            found += [self.point(weight, shift, logits) for shift in shifts]
        if done < len(weights):
            log(f"dial: the time is over; {len(weights) - done} weights are not measured")
        return sorted(found, key=lambda point: (point["weight"], point["shift"]))

    def logits(self, weights: tuple[float, ...]) -> Any:
        """Yields (weight, logits [rows, concepts]), at least of the first weight."""
        whole = self.candidate.model.to(prepare_compute(self.job.base_model))
        part, batches = self.measured_part(whole)
        for weight in weights:
            whole.load_state_dict(interpolated(self.parent, self.candidate, weight))
            try:
                flips = self.candidate.average_flips
                yield weight, logits_of(part, batches, flips, self.is_over)
            except OutOfTime:
                if weight == weights[0]:
                    raise
                return

    def measured_part(self, whole: Any) -> tuple[Any, Batches]:
        """The model, or its last layers with what the others make of the rows."""
        read = self.inputs_of(self.candidate)

        def freezing_of(layers: Any) -> Freezing:
            return Freezing(layers, self.candidate.average_flips, self.paths.root, self.stop)

        part, inputs, collate = learning_part(self.job, freezing_of, whole, read)
        middle = interpolated(self.parent, self.candidate, 0.5)
        if part is not whole and differs_below(part, whole, middle, self.candidate.state):
            return whole, Batches(*read)
        return part, Batches(inputs, collate)

    def inputs_of(self, end: End) -> tuple[Any, Callable[..., Any]]:
        """What `end` reads of the rows; pictures that both see alike are decoded once."""
        if CONTENT_OF[self.job.recipe] != "image":
            return inputs_of(self.job, self.paths, end, self.rows)
        seen_as = read_preprocessing(end.folder)
        if seen_as not in self.pictures:
            inputs, collate = inputs_of(self.job, self.paths, end, self.rows)
            self.pictures[seen_as] = KeptInputs(inputs), collate
        return self.pictures[seen_as]

    def parents_answers(self) -> str:
        """What the parent itself answers, by its own preprocessing and its own head."""
        model = self.parent.model.to(prepare_compute(self.job.base_model))
        batches = Batches(*self.inputs_of(self.parent))
        logits = logits_of(model, batches, self.parent.average_flips, self.is_over)
        values = probabilities(torch.from_numpy(logits), self.parent.exclusive).numpy()
        scores = np.zeros((len(values), len(self.candidate.concept_ids)), dtype=np.float32)
        row_of = {each: row for row, each in enumerate(self.parent.concept_ids)}
        for place, each in enumerate(self.candidate.concept_ids):
            if each in row_of:
                scores[:, place] = values[:, row_of[each]]
        return coded(predictions(scores, self.targets))

    def shifts(self, logits: np.ndarray, can: bool) -> tuple[float, ...]:
        """What is added to the new concepts' logits, relative to how far what decides on them is
        spread: their lead over the old ones where concepts exclude each other, else they alone."""
        if not can:
            return (0.0,)
        new = logits[:, self.new]
        old = np.delete(logits, self.new, axis=1)
        spread = float((new.max(1) - old.max(1) if self.candidate.exclusive else new).std())
        wanted = (round(float(np.clip(s * spread, -MAX_SHIFT, MAX_SHIFT)), 3) for s in SHIFTS)
        return tuple(dict.fromkeys(wanted))

    def point(self, weight: float, shift: float, logits: np.ndarray) -> dict[str, Any]:
        """One point of dial.json."""
        moved = logits.copy()
        moved[:, self.new] += shift
        values = probabilities(torch.from_numpy(moved), self.candidate.exclusive).numpy()
        answers = coded(predictions(values, self.targets))
        return {"weight": weight, "shift": shift, "answers": answers}


def coded(chosen: np.ndarray) -> str:
    """Booleans [rows, concepts] as a text, see `joined`."""
    return joined(np.flatnonzero(row) for row in chosen)


def joined(rows: Iterable[Iterable[int]]) -> str:
    """Of each row its places, `3` or `1,4`, `-` for none; rows are parted by blanks."""
    return " ".join(",".join(map(str, row)) or "-" for row in rows)
