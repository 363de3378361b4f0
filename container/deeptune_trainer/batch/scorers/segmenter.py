"""Segmenters: the class of each pixel, counted in the size of the model's images."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...metrics.regions.segmentation_metrics import (
    intersection_over_union,
    metrics_of_totals,
    segmentation_metrics,
)
from ...models.segmentation import SegmentationInputs, class_ids, confusion
from ...predictors.visual_segmenter import VisualSegmenter
from ..scorer import MAX_NAMED, NOTHING, AskedRow, Columns, Judged
from .marked_images import MarkedImages


class SegmenterScorer(MarkedImages):
    """Keeps one `confusion` [1, classes, classes] in pixels for all images together, and how many
    `images` [1] there are and `present` [1, classes] have each class."""

    row_score = "meanIou"

    def __init__(self, job: BatchJob, paths: Paths, predictor: VisualSegmenter) -> None:
        super().__init__(job, paths)
        classes = class_ids(self.ids)
        labels = [
            predictor.model.config.id2label[n] for n in range(predictor.model.config.num_labels)
        ]
        self.known = [n for n in labels if n in self.index]
        self.names = [concept.name for concept in job.concepts]
        self.place_of = np.array([classes.index(n) if n in classes else 0 for n in labels])
        self.inputs = SegmentationInputs((), paths, predictor.images)

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        matrices = [self.confusion(row) for row in rows]
        total = np.sum(matrices, axis=0, keepdims=True)
        present = np.sum([matrix.any(axis=1) for matrix in matrices], axis=0, keepdims=True)
        columns = {"confusion": total, "present": present, "images": np.array([len(rows)])}
        scores = [segmentation_metrics([matrix], self.ids)["meanIou"] for matrix in matrices]
        return columns, scores

    def notes(self, rows: Sequence[AskedRow]) -> list[Judged]:
        """Intersection over union of each concept that has pixels there."""
        return [self.judgement(self.confusion(row)) for row in rows]

    def judgement(self, matrix: np.ndarray) -> Judged:
        """Of the confusion matrix of one image."""
        scores: dict[str | None, float] = {
            self.ids[place]: intersection_over_union(matrix, place + 1)
            for place in np.flatnonzero(matrix.any(axis=1)[1:]).tolist()
            if self.ids[place] in self.known
        }
        pixels = matrix.sum(axis=0)[1:]
        largest = [place for place in (-pixels).argsort(kind="stable") if pixels[place]]
        named = ", ".join(self.names[place] for place in largest[:MAX_NAMED])
        return Judged(scores, named or NOTHING)

    def judged(self, notes: Sequence[Judged]) -> list[Judged]:
        return list(notes)

    def confusion(self, row: AskedRow) -> np.ndarray:
        """Pixels of each pair of (true class, predicted class) of one image."""
        labels = self.inputs.labels(row.truth, *row.prepared[0].shape[1:]).numpy()
        return confusion(labels, self.place_of[row.answer.classes], len(self.ids) + 1)

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]}

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        totals = columns["confusion"][0], columns["present"][0], int(columns["images"][0])
        return metrics_of_totals(*totals, self.ids)


def scorer(job: BatchJob, paths: Paths, predictor: VisualSegmenter) -> SegmenterScorer:
    """The Scorer of a segmenter."""
    return SegmenterScorer(job, paths, predictor)
