"""Classifiers: which concepts a row has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...metrics.classification_metrics import classification_metrics, right_rows
from ...metrics.figures import classification_figures
from ...models.incremental import trained_concepts
from ...predictors.text_classifier import TextClassifier
from ...predictors.visual_classifier import VisualClassifier
from ..scorer import (
    MAX_NAMED,
    NOTHING,
    SURE,
    AskedRow,
    Columns,
    Judged,
    concatenated,
    present_groups,
)


@dataclass(frozen=True)
class Note:
    """`said`: concept id -> whether the row has it. Of the answer, the likeliest concept and those
    that are surely there, {id, name}."""

    said: dict[str, bool]
    best: dict[str, str]
    sure: list[dict[str, str]]


class ClassifierScorer:
    """Keeps `scores` float32 and `targets` bool [n, concepts]."""

    row_score, min_concepts = "right", 2

    def __init__(self, job: BatchJob, predictor: TextClassifier | VisualClassifier) -> None:
        self.predictor = predictor
        self.ids = [concept.id for concept in job.concepts]
        self.index = {concept_id: place for place, concept_id in enumerate(self.ids)}
        known = [concept["id"] for concept in predictor.concepts]
        pairs = [(place, known.index(i)) for place, i in enumerate(self.ids) if i in known]
        self.places = np.array([place for place, _ in pairs], dtype=int)
        self.columns = np.array([column for _, column in pairs], dtype=int)
        self.content = predictor.content

    def is_measured(self, entry: dict[str, Any]) -> bool:
        has_content = entry["object" if self.content == "image" else "text"] is not None
        return has_content and any(c["id"] in self.index for c in entry["concepts"])

    def groups_of(self, entry: dict[str, Any]) -> list[str]:
        return [self.ids[place] for place in self.truth(entry)]

    def required_groups(self, counts: Counter[str]) -> list[str]:
        return list(present_groups(self.ids, counts, self.min_concepts))

    def begin(self, numbers: Sequence[int]) -> None:
        pass

    def truth(self, entry: dict[str, Any]) -> list[int]:
        """Places of the concepts that the row has."""
        return sorted(
            {self.index[c["id"]] for c in entry["concepts"] if c["value"] and c["id"] in self.index}
        )

    def label(self, truth: Sequence[int]) -> dict[str, list[str]]:
        return {"concepts": [self.ids[place] for place in truth]}

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        scores = np.zeros((len(rows), len(self.ids)), dtype=np.float32)
        targets = np.zeros((len(rows), len(self.ids)), dtype=bool)
        for place, row in enumerate(rows):
            scores[place, self.places] = row.answer[self.columns]
            targets[place, row.truth] = True
        return {"scores": scores, "targets": targets}, [None] * len(rows)

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return concatenated(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        return classification_metrics(columns["scores"], columns["targets"], self.ids)

    def late_scores(self, columns: dict[str, np.ndarray], numbers: np.ndarray) -> np.ndarray:
        # Whether the rows have one concept each decides what their predictions are.
        return right_rows(columns["scores"], columns["targets"]).astype(float)

    def notes(self, rows: Sequence[AskedRow]) -> list[Note]:
        return [self.note(row) for row in rows]

    def note(self, row: AskedRow) -> Note:
        """What one row says of the concepts, beside what was answered."""
        concepts, answer = self.predictor.concepts, row.answer
        sure = [concept for concept, value in zip(concepts, answer, strict=True) if value >= SURE]
        said = {c["id"]: bool(c["value"]) for c in row.entry["concepts"] if c["id"] in self.index}
        return Note(said, concepts[int(answer.argmax())], sure)

    def judged(self, notes: Sequence[Note]) -> list[Judged]:
        """Where each row has one concept, whether the likeliest one is it, as the metrics say; else
        each concept that a row affirms or denies is right or wrong by itself. Nothing of a concept
        that the model had no example of."""
        is_single = all(sum(note.said.values()) == 1 for note in notes)
        return [self.chosen(note) if is_single else self.decided(note) for note in notes]

    def chosen(self, note: Note) -> Judged:
        """Of a row with one concept."""
        truth = [concept_id for concept_id, is_there in note.said.items() if is_there]
        scores = dict.fromkeys(truth, float(note.best["id"] in truth))
        return Judged(self.known(scores), note.best["name"])

    def decided(self, note: Note) -> Judged:
        """Of a row with any number of concepts."""
        sure = {concept["id"] for concept in note.sure}
        scores = {name: float((name in sure) == truth) for name, truth in note.said.items()}
        named = ", ".join(concept["name"] for concept in note.sure[:MAX_NAMED])
        return Judged(self.known(scores), named or NOTHING)

    def known(self, scores: dict[str, float]) -> dict[str | None, float]:
        """The scores of the concepts that the model had examples of."""
        return {name: score for name, score in scores.items() if name in self.taught}

    @cached_property
    def taught(self) -> set[str]:
        """Ids of the concepts that the model had examples of."""
        ids = [concept["id"] for concept in self.predictor.concepts]
        return trained_concepts(self.predictor.model, ids)

    def figures(
        self, columns: dict[str, np.ndarray], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return classification_figures(report, columns["scores"], columns["targets"], ids)


def scorer(
    job: BatchJob, paths: Paths, predictor: TextClassifier | VisualClassifier
) -> ClassifierScorer:
    """The Scorer of a classifier of images or texts."""
    return ClassifierScorer(job, predictor)
