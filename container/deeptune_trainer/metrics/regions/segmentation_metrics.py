"""Mean intersection over union of a segmenter, from confusion matrices in pixels."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...contract.job import Job
from ...data.dataset import DatasetVersion
from ..comparison import mean_of
from ..intervals import resampled_interval
from ..verdict import Measured, verdict


def segmentation_metrics(
    matrices: Sequence[np.ndarray], concept_ids: Sequence[str]
) -> dict[str, Any]:
    """`heldOut` of metrics.json from a matrix [true class, predicted class] per image: count,
    meanIou, pixelAccuracy, perConcept. The mean is over the concepts that are there to find; the
    background is not one of them. None for what cannot be measured."""
    classes = len(concept_ids) + 1
    total = np.sum(matrices, axis=0) if matrices else np.zeros((classes, classes), dtype=int)
    counts = np.zeros(classes, dtype=int)
    for matrix in matrices:
        counts += matrix.any(axis=1)
    return metrics_of_totals(total, counts, len(matrices), concept_ids)


def metrics_of_totals(
    total: np.ndarray, counts: np.ndarray, image_count: int, concept_ids: Sequence[str]
) -> dict[str, Any]:
    """As segmentation_metrics, from the sum of all matrices and how many images each class is
    in."""
    per_concept = []
    for place, concept_id in enumerate(concept_ids, 1):
        count = int(counts[place])
        iou = intersection_over_union(total, place) if count else None
        per_concept.append({"conceptId": concept_id, "count": count, "iou": iou})
    pixels = int(total.sum())
    return {
        "count": image_count,
        "meanIou": mean_of(per_concept, "iou"),
        "pixelAccuracy": float(np.trace(total) / pixels) if pixels else None,
        "perConcept": per_concept,
    }


def intersection_over_union(matrix: np.ndarray, place: int) -> float:
    """Of one class that has pixels."""
    both = matrix[place, place]
    return float(both / (matrix[place].sum() + matrix[:, place].sum() - both))


def trivial_matrices(
    matrices: Sequence[np.ndarray], concept_ids: Sequence[str]
) -> list[np.ndarray]:
    """The matrices of the best answer that ignores the image: the concept with the most pixels,
    everywhere."""
    if not matrices:
        return []
    place = 1 + commonest(matrices)
    answers = []
    for matrix in matrices:
        answer = np.zeros_like(matrix)
        answer[:, place] = matrix.sum(axis=1)
        answers.append(answer)
    return answers


def commonest(matrices: Sequence[np.ndarray]) -> int:
    """The index of the concept with the most pixels."""
    return int(np.sum(matrices, axis=0).sum(axis=1)[1:].argmax())


def segmentation_report(
    job: Job,
    data: DatasetVersion,
    matrices: Sequence[np.ndarray],
    matrices_before: Sequence[np.ndarray],
) -> dict[str, Any]:
    """metrics.json without the times and the comparison with a parent. `matrices_before`, those
    before training, may cover more rows than `matrices` where a stop cut the evaluation short."""
    ids = [concept.id for concept in job.concepts]
    held_out = segmentation_metrics(matrices, ids)
    trivial = segmentation_metrics(trivial_matrices(matrices, ids), ids)["meanIou"]
    untrained = segmentation_metrics(matrices_before[: len(matrices)], ids)["meanIou"]
    name = job.concepts[commonest(matrices)].name if matrices else "one concept"
    return {
        "heldOut": held_out,
        "untrained": {"meanIou": untrained},
        "trivial": {"meanIou": trivial},
        "verdict": verdict(
            Measured(
                "mean IoU",
                held_out["meanIou"],
                held_out["count"],
                mean_iou_interval(matrices, held_out["meanIou"]),
                trivial,
                f"marking every pixel as '{name}'",
                untrained if len(matrices_before) >= len(matrices) else None,
            )
        ),
        "counts": data.counts,
    }


def mean_iou_interval(
    matrices: Sequence[np.ndarray], mean_iou: float | None
) -> tuple[str, list[float]] | None:
    """(method, [low, high]) of a mean IoU, None where there is none. Images are resampled."""
    if mean_iou is None:
        return None
    # Per image and concept: pixels that are rightly found, and pixels of either.
    both = np.array([np.diagonal(matrix)[1:] for matrix in matrices])
    true = np.array([matrix.sum(axis=1)[1:] for matrix in matrices])
    either = true + np.array([matrix.sum(axis=0)[1:] for matrix in matrices]) - both

    def statistic(weights: np.ndarray) -> float | None:
        is_there = weights @ true > 0
        ious = (weights @ both)[is_there] / (weights @ either)[is_there]
        return float(ious.mean()) if len(ious) else None

    return resampled_interval(mean_iou, statistic, len(matrices))
