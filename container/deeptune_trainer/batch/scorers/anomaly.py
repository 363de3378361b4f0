"""Anomaly models: how well normal images and pixels are separated from anomalous ones."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...data.anomaly_data import (
    AnomalyRow,
    anomalous_pixels_of,
    anomaly_row,
    normal_ids_of,
    positive_ids,
)
from ...metrics.anomaly.anomaly_judgement import MAX_PIXELS
from ...metrics.anomaly.anomaly_report import held_out_of
from ...metrics.classification_metrics import roc_auc
from ...metrics.figures import figures_of_report
from ...models.patchcore.anomaly_artifact import anomaly_concepts
from ...models.patchcore.calibration import calibrated
from ...predictors.visual_anomaly_heatmap import VisualAnomalyHeatmap
from ..scorer import SURE, AskedRow, Columns, Judged, concatenated

ANOMALOUS, NORMAL = "anomaly", "normal"


class AnomalyScorer:
    """Keeps `scores` float64 and `anomalous` bool [n]; of the m rows where it is known which pixels
    are anomalous evenly spaced ones: `pixels` float32 and `anomalous_pixels` bool [m, pixels]."""

    row_score, min_concepts = "right", 0

    def __init__(self, job: BatchJob, paths: Paths, predictor: VisualAnomalyHeatmap) -> None:
        self.paths, self.model = paths, predictor.model
        self.normal_ids = normal_ids_of(job.concepts)
        # The job's, by which two models are compared: theirs may have other ids.
        self.anomaly_id, self.normal_id = (c["id"] for c in anomaly_concepts(job))
        self.stride = 1

    def is_measured(self, entry: dict[str, Any]) -> bool:
        return entry["object"] is not None

    def groups_of(self, entry: dict[str, Any]) -> list[str]:
        """By labels alone: shapes are read later."""
        labelled = [entry, *(entry.get("regions") or ())]
        is_normal = all(positive_ids(each) <= self.normal_ids for each in labelled)
        return [NORMAL if is_normal else ANOMALOUS]

    def required_groups(self, counts: Any) -> Any:
        return [NORMAL, ANOMALOUS]

    def begin(self, numbers: Sequence[int]) -> None:
        width, height = self.size
        self.stride = max(1, math.ceil(len(numbers) * width * height / MAX_PIXELS))

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the prepared images; a lone number is a square."""
        size = self.model.preprocessing.size
        return size[0], size[-1]

    def truth(self, entry: dict[str, Any]) -> tuple[AnomalyRow, np.ndarray | None]:
        """(AnomalyRow, its anomalous pixels, None where no region is marked)."""
        row = anomaly_row(entry, self.normal_ids, self.paths)
        pixels = anomalous_pixels_of(row, self.paths, self.size)
        return row, None if pixels is None else pixels.flatten()[:: self.stride]

    def label(self, truth: tuple[AnomalyRow, np.ndarray]) -> dict[str, list[str]]:
        anomaly, normal = (concept["id"] for concept in self.model.concepts)
        return {"concepts": [normal if truth[0].is_normal else anomaly]}

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        anomalous = np.array([not row.truth[0].is_normal for row in rows], dtype=bool)
        scores = np.array([row.answer[0] for row in rows], dtype=float)
        marked = [row for row in rows if row.truth[1] is not None]
        width, height = self.size
        shape = (len(marked), -(-width * height // self.stride))
        pixels, truth = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=bool)
        for place, row in enumerate(marked):
            pixels[place] = row.answer[1].flatten()[:: self.stride]
            truth[place] = row.truth[1]
        columns = {"scores": scores, "anomalous": anomalous}
        columns |= {"pixels": pixels, "anomalous_pixels": truth}
        return columns, ((self.values(scores) >= SURE) == anomalous).astype(float).tolist()

    def notes(self, rows: Sequence[AskedRow]) -> list[Judged]:
        """Whether each image is told normal or anomalous, as it is."""
        values = self.values(np.array([row.answer[0] for row in rows], dtype=float))
        return [self.judgement(row, value) for row, value in zip(rows, values, strict=True)]

    def judgement(self, row: AskedRow, value: float) -> Judged:
        """Of one image with this value of the anomaly."""
        is_right = (value >= SURE) != row.truth[0].is_normal
        concept = self.model.concepts[0 if value >= SURE else 1]
        truth = self.normal_id if row.truth[0].is_normal else self.anomaly_id
        return Judged({truth: float(is_right)}, f"{concept['name']} ({value:.2f})")

    def judged(self, notes: Sequence[Judged]) -> list[Judged]:
        return list(notes)

    def values(self, scores: np.ndarray) -> np.ndarray:
        """The scores as values from 0 to 1."""
        return calibrated(scores, self.model.calibration["image"])

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return concatenated(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        scores, anomalous = columns["scores"], columns["anomalous"]
        pixels, truth = columns["pixels"].ravel(), columns["anomalous_pixels"].ravel()
        aurocs = {
            "imageAuroc": roc_auc(scores, anomalous),
            "pixelAuroc": roc_auc(pixels, truth) if len(pixels) else None,
        }
        return held_out_of(self.values(scores), anomalous, aurocs)

    def late_scores(self, columns: dict[str, np.ndarray], numbers: np.ndarray) -> None:
        return None

    def figures(
        self, columns: dict[str, np.ndarray], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return figures_of_report(report)


def scorer(job: BatchJob, paths: Paths, predictor: VisualAnomalyHeatmap) -> AnomalyScorer:
    """The Scorer of an anomaly model."""
    return AnomalyScorer(job, paths, predictor)
