"""metrics.json of a classifier."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..contract.job import Job
from ..data.dataset import DatasetVersion, Row
from .classification_metrics import (
    accuracy,
    classification_metrics,
    trivial_accuracy,
    trivial_concepts,
)
from .intervals import wilson
from .parent_comparison import comparison_with_parent
from .verdict import Measured, always, verdict


def targets_of(rows: tuple[Row, ...], concept_count: int) -> np.ndarray:
    """The rows' concepts as zeros and ones [n, k]."""
    targets = np.zeros((len(rows), concept_count), dtype=np.float32)
    for i, row in enumerate(rows):
        targets[i, list(row.positives)] = 1
    return targets


def report(
    job: Job,
    data: DatasetVersion,
    scores: np.ndarray,
    targets: np.ndarray,
    untrained: np.ndarray,
    parent_scores: np.ndarray | None,
    parent_ids: Sequence[str],
) -> dict[str, Any]:
    """metrics.json without the times: heldOut, untrained, trivial, verdict, counts, and the
    comparison with a parent.

    `untrained`, the scores before training, and `parent_scores` of the concepts `parent_ids` may
    cover more rows than `scores` where a stop cut the evaluation short.
    """
    train_targets = targets_of(data.train, len(job.concepts))
    before = accuracy(untrained[: len(scores)], targets) if len(untrained) >= len(scores) else None
    metrics = {
        "heldOut": classification_metrics(scores, targets, [c.id for c in job.concepts]),
        "untrained": {"accuracy": before},
        "trivial": {"accuracy": trivial_accuracy(train_targets, targets)},
        "counts": data.counts,
    }
    answer = trivial_answer(job, train_targets, targets)
    metrics["verdict"] = verdict(measured_accuracy(metrics, answer))
    if parent_scores is not None:
        measured = parent_scores[: len(scores)]
        metrics |= comparison_with_parent(
            (scores[: len(measured)], targets[: len(measured)]),
            measured,
            [concept.id for concept in job.concepts],
            parent_ids,
        )
    return metrics


def measured_accuracy(metrics: dict[str, Any], trivial_answer: str) -> Measured:
    """The accuracies of metrics.json as a Measured."""
    accuracies = [metrics[whose]["accuracy"] for whose in ("heldOut", "trivial", "untrained")]
    value, trivial, untrained = accuracies
    count = metrics["heldOut"]["count"]
    interval = ("wilson", wilson(value, count)) if count else None
    return Measured("accuracy", value, count, interval, trivial, trivial_answer, untrained)


def trivial_answer(job: Job, train_targets: np.ndarray, targets: np.ndarray) -> str:
    """What the trivial answer says, by the concepts' names."""
    names = [job.concepts[place].name for place in trivial_concepts(train_targets, targets)]
    return always(", ".join(names)) if names else "always answering no concept"
