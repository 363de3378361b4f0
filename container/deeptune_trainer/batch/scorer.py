"""What an evaluation needs of a model type."""

import importlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ..contract.batch_job import BatchJob
from ..contract.failures import PlatformFault, UserFault
from ..contract.paths import Paths

Columns = dict[str, np.ndarray]
NOTHING, MAX_NAMED = "nothing", 3  # of a word
SURE = 0.5  # the value from which on an answer says that a concept is there
MODULES = {
    "visual_classifier": "classifier",
    "text_classifier": "classifier",
    "visual_detector": "detector",
    "visual_segmenter": "segmenter",
    "visual_embedder": "embedder",
    "visual_anomaly_heatmap": "anomaly",
    "text_to_text": "text",
}


@dataclass
class AskedRow:
    """A row that the model is asked about. `number` of the manifest's line, from 0; `truth` as the
    Scorer reads it; `prepared` and `answer` as the predictor's."""

    number: int
    entry: dict
    truth: Any
    prepared: Any
    answer: Any = None


@dataclass(frozen=True)
class Judged:
    """What one answer is worth: a score from 0 (wrong) to 1 (right) for each concept id that the
    row says something of; under None where rows are measured as a whole. `word`: the answer in a
    few words, for people."""

    scores: dict[str | None, float]
    word: str | None


class Scorer(Protocol):
    """Measures the answers of one model type. Of each row it keeps a few numbers as columns."""

    row_score: str  # what a row's score is called
    min_concepts: int

    def is_measured(self, entry: dict) -> bool:
        """Whether the row says something of what is measured, by its labels alone."""

    def groups_of(self, entry: dict) -> Iterable[str]:
        """What the row is an example of: there must be enough examples of each group."""

    def required_groups(self, counts: Counter[str]) -> Sequence[str]:
        """The groups that must have enough examples."""

    def begin(self, numbers: Sequence[int]) -> None:
        """Takes the numbers of all rows that are measured, before the first is asked about."""

    def truth(self, entry: dict) -> Any:
        """The row's truth; ValueError where it cannot be read."""

    def label(self, truth: Any) -> dict[str, Any]:
        """The truth as it stands in predictions.jsonl."""

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        """The columns of answered rows, and the scores of those that have one already."""

    def merged(self, parts: Sequence[Columns]) -> Columns:
        """The columns of several batches in their order; at least one."""

    def held_out(self, columns: Columns) -> dict[str, Any]:
        """`heldOut` of metrics.json."""

    def late_scores(self, columns: Columns, numbers: np.ndarray) -> np.ndarray | None:
        """Scores [rows] of the answered rows `numbers` that only all rows together give, NaN for
        none; None where `keep` gave them."""

    def notes(self, rows: Sequence[AskedRow]) -> list[Any]:
        """What `judged` needs of each answered row: small, one for each."""

    def judged(self, notes: Sequence[Any]) -> list[Judged]:
        """A Judged for each of the notes of all rows together."""

    def figures(self, columns: Columns, report: dict, ids: Sequence[str]) -> dict[str, Any]:
        """evaluation.json; `ids`: of the first answered rows."""


def scorer_for(job: BatchJob, paths: Paths, predictor: Any) -> Scorer:
    """The Scorer of the job's recipe; PlatformFault `recipe-unknown`."""
    if job.recipe not in MODULES:
        raise PlatformFault("recipe-unknown", f"no evaluation is known for recipe {job.recipe!r}")
    module = importlib.import_module(f".scorers.{MODULES[job.recipe]}", __package__)
    return module.scorer(job, paths, predictor)


def refuse_too_few(job: BatchJob, scorer: Scorer, counts: Counter[str]) -> None:
    """UserFault `evaluation-needs-concepts` or `evaluation-needs-inputs` where the job asks for
    more examples than there are."""
    minimum = job.min_inputs_per_concept
    if not minimum:
        return
    if len(job.concepts) < scorer.min_concepts:
        text = f"an evaluation needs at least {scorer.min_concepts} concepts; "
        raise UserFault("evaluation-needs-concepts", f"{text}there are {len(job.concepts)}")
    for group in scorer.required_groups(counts):
        if counts[group] < minimum:
            text = f"an evaluation needs at least {minimum} labelled inputs of each concept; "
            raise UserFault("evaluation-needs-inputs", f"{text}{group!r} has {counts[group]}")


def present_groups(ids: Sequence[str], counts: Counter[str], at_least: int) -> Sequence[str]:
    """The concepts that some row has: those of a parent that a dataset does not have are not
    measured on it. All of `ids` where fewer than `at_least` are there."""
    present = [each for each in ids if counts[each]]
    return present if len(present) >= at_least else ids


def counted_word(names: Iterable[str]) -> str:
    """Names with how often each is there, the most frequent first, such as "2 car, 1 dog"."""
    counts = Counter(names).most_common(MAX_NAMED)
    return ", ".join(f"{count} {name}" for name, count in counts) or NOTHING


def concatenated(parts: Sequence[Columns]) -> Columns:
    """The columns of several batches, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
