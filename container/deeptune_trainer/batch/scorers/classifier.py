"""Classifiers: which concepts a row has."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...metrics.classification_metrics import classification_metrics, right_rows
from ...metrics.figures import classification_figures
from ...predictors.text_classifier import TextClassifier
from ...predictors.visual_classifier import VisualClassifier
from ..scorer import AskedRow, Columns, concatenated, present_groups


class ClassifierScorer:
    """Keeps `scores` float32 and `targets` bool [n, concepts]."""

    row_score, min_concepts = "right", 2

    def __init__(self, job: BatchJob, predictor: TextClassifier | VisualClassifier) -> None:
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

    def figures(
        self, columns: dict[str, np.ndarray], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return classification_figures(report, columns["scores"], columns["targets"], ids)


def scorer(
    job: BatchJob, paths: Paths, predictor: TextClassifier | VisualClassifier
) -> ClassifierScorer:
    """The Scorer of a classifier of images or texts."""
    return ClassifierScorer(job, predictor)
