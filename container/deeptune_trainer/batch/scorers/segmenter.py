"""Segmenters: the class of each pixel, counted in the size of the model's images."""

import numpy as np

from ...metrics.regions.segmentation_metrics import metrics_of_totals, segmentation_metrics
from ...models.segmentation import SegmentationInputs, class_ids, confusion
from .marked_images import MarkedImages


class SegmenterScorer(MarkedImages):
    """Keeps one `confusion` [1, classes, classes] in pixels for all images together, and how many
    `images` [1] there are and `present` [1, classes] have each class."""

    row_score = "meanIou"

    def __init__(self, job, paths, predictor):
        super().__init__(job, paths)
        classes = class_ids(self.ids)
        labels = [
            predictor.model.config.id2label[n] for n in range(predictor.model.config.num_labels)
        ]
        self.place_of = np.array([classes.index(n) if n in classes else 0 for n in labels])
        self.inputs = SegmentationInputs((), paths, predictor.images)

    def keep(self, rows):
        matrices = [self.confusion(row) for row in rows]
        total = np.sum(matrices, axis=0, keepdims=True)
        present = np.sum([matrix.any(axis=1) for matrix in matrices], axis=0, keepdims=True)
        columns = {"confusion": total, "present": present, "images": np.array([len(rows)])}
        scores = [segmentation_metrics([matrix], self.ids)["meanIou"] for matrix in matrices]
        return columns, scores

    def confusion(self, row):
        """Pixels of each pair of (true class, predicted class) of one image."""
        labels = self.inputs.labels(row.truth, *row.prepared[0].shape[1:]).numpy()
        return confusion(labels, self.place_of[row.answer.classes], len(self.ids) + 1)

    def merged(self, parts):
        return {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]}

    def held_out(self, columns):
        totals = columns["confusion"][0], columns["present"][0], int(columns["images"][0])
        return metrics_of_totals(*totals, self.ids)


def scorer(job, paths, predictor):
    """The Scorer of a segmenter."""
    return SegmenterScorer(job, paths, predictor)
