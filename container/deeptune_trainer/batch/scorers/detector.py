"""Detectors: boxes, matched with the marked ones."""

import numpy as np

from ...metrics.regions.detection_matches import average_precisions, merged_matches
from ...metrics.regions.detection_metrics import matched, metrics_of_matches
from ...models.detection import aligned
from .marked_images import MarkedImages


class DetectorScorer(MarkedImages):
    """Keeps which claims are right, as matches_of describes them."""

    row_score = "ap50"

    def __init__(self, job, paths, predictor):
        super().__init__(job, paths)
        self.known = [concept["id"] for concept in predictor.concepts]

    def keep(self, rows):
        found = aligned([row.answer for row in rows], self.known, self.ids)
        matches = matched([row.truth for row in rows], found, len(self.ids))
        return matches, [precision_of(matches, place) for place in range(len(rows))]

    def merged(self, parts):
        return merged_matches(parts)

    def held_out(self, columns):
        return metrics_of_matches(columns, self.ids)


def precision_of(matches, image):
    """The mean over the concepts of one image of the average precision at an overlap of 0.5; None
    where there is no object."""
    chosen = matches["image"] == image
    own = {name: matches[name][chosen] for name in ("concept", "score", "right")}
    own["objects"] = matches["objects"][image : image + 1]
    found = [average_precisions(own, place) for place in np.flatnonzero(own["objects"][0])]
    return float(np.mean([each[0] for each in found])) if found else None


def scorer(job, paths, predictor):
    """The Scorer of a detector."""
    return DetectorScorer(job, paths, predictor)
