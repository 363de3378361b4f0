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
from ..scorer import AskedRow, Columns
from .marked_images import MarkedImages


class DetectorScorer(MarkedImages):
    """Keeps which claims are right, as matches_of describes them."""

    row_score = "ap50"

    def __init__(self, job: BatchJob, paths: Paths, predictor: VisualDetector) -> None:
        super().__init__(job, paths)
        self.known = [concept["id"] for concept in predictor.concepts]

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        found = aligned([row.answer for row in rows], self.known, self.ids)
        matches = matched([row.truth for row in rows], found, len(self.ids))
        return matches, [precision_of(matches, place) for place in range(len(rows))]

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return merged_matches(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        return metrics_of_matches(columns, self.ids)


def precision_of(matches: dict[str, np.ndarray], image: int) -> float | None:
    """The mean over the concepts of one image of the average precision at an overlap of 0.5; None
    where there is no object."""
    chosen = matches["image"] == image
    own = {name: matches[name][chosen] for name in ("concept", "score", "right")}
    own["objects"] = matches["objects"][image : image + 1]
    found = [average_precisions(own, place) for place in np.flatnonzero(own["objects"][0])]
    measured = [each[0] for each in found if each is not None]
    return float(np.mean(measured)) if measured else None


def scorer(job: BatchJob, paths: Paths, predictor: VisualDetector) -> DetectorScorer:
    """The Scorer of a detector."""
    return DetectorScorer(job, paths, predictor)
