"""Detectors: boxes, matched with the marked ones."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...metrics.regions.detection_matches import average_precisions, merged_matches
from ...metrics.regions.detection_metrics import matched, metrics_of_matches
from ...models.detection import aligned
from ...predictors.visual_detector import VisualDetector
from ..scorer import SURE, AskedRow, Columns, Judged, counted_word
from .marked_images import MarkedImages


class DetectorScorer(MarkedImages):
    """Keeps which claims are right, as matches_of describes them."""

    row_score = "ap50"

    def __init__(self, job: BatchJob, paths: Paths, predictor: VisualDetector) -> None:
        super().__init__(job, paths)
        self.known = [concept["id"] for concept in predictor.concepts]
        self.names = [concept["name"] for concept in predictor.concepts]

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        found = aligned([row.answer for row in rows], self.known, self.ids)
        matches = matched([row.truth for row in rows], found, len(self.ids))
        return matches, [precision_of(matches, place) for place in range(len(rows))]

    def notes(self, rows: Sequence[AskedRow]) -> list[Judged]:
        """The average precision at an overlap of 0.5 of each concept that has objects there."""
        found = aligned([row.answer for row in rows], self.known, self.ids)
        matches = matched([row.truth for row in rows], found, len(self.ids))
        return [self.judgement(matches, place, row) for place, row in enumerate(rows)]

    def judged(self, notes: Sequence[Judged]) -> list[Judged]:
        return list(notes)

    def judgement(self, matches: Columns, image: int, row: AskedRow) -> Judged:
        """Of one of the images that were matched."""
        scores: dict[str | None, float] = {
            self.ids[place]: value
            for place, value in precisions_of(matches, image).items()
            if self.ids[place] in self.known
        }
        best = row.answer.scores.argmax(axis=1)
        sure = row.answer.scores.max(axis=1) >= SURE
        return Judged(scores, counted_word(self.names[place] for place in best[sure]))

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return merged_matches(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        return metrics_of_matches(columns, self.ids)


def precision_of(matches: dict[str, np.ndarray], image: int) -> float | None:
    """The mean over the concepts of one image of the average precision at an overlap of 0.5; None
    where there is no object."""
    measured = list(precisions_of(matches, image).values())
    return float(np.mean(measured)) if measured else None


def precisions_of(matches: dict[str, np.ndarray], image: int) -> dict[int, float]:
    """place of a concept -> its average precision at an overlap of 0.5 in one image, of the
    concepts that have objects there."""
    chosen = matches["image"] == image
    own = {name: matches[name][chosen] for name in ("concept", "score", "right")}
    own["objects"] = matches["objects"][image : image + 1]
    found = {}
    for place in np.flatnonzero(own["objects"][0]).tolist():
        precisions = average_precisions(own, place)
        if precisions is not None:
            found[place] = float(precisions[0])
    return found


def scorer(job: BatchJob, paths: Paths, predictor: VisualDetector) -> DetectorScorer:
    """The Scorer of a detector."""
    return DetectorScorer(job, paths, predictor)
