"""Metrics of a classifier on held-out data, by numpy and scikit-learn. Never NaN: what cannot be
measured is None."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix, roc_auc_score

MAX_CONFUSION_CONCEPTS = 100


def classification_metrics(
    scores: np.ndarray, targets: np.ndarray, concept_ids: Sequence[str]
) -> dict[str, Any]:
    """Metrics of `scores` [n, k] against `targets` [n, k] of 0 and 1, as `heldOut` stands in
    metrics.json.

    Where every row has exactly one concept, a row's prediction is the highest score; otherwise
    every score of at least one half, and accuracy is the share of rows whose set of concepts is
    predicted exactly.
    """
    if len(targets) == 0:
        empty: dict[str, Any] = {
            "accuracy": None,
            "macroF1": None,
            "macroRocAuc": None,
            "perConcept": [],
            "confusionMatrix": None,
        }
        return {"count": 0, **empty}
    predicted = predictions(scores, targets)
    per_concept = [
        concept_metrics(concept, scores[:, i], predicted[:, i], targets[:, i])
        for i, concept in enumerate(concept_ids)
    ]
    present = [entry for entry in per_concept if entry["count"]]
    return {
        "count": len(targets),
        "accuracy": accuracy(scores, targets),
        "macroF1": mean([entry["f1"] for entry in present]),
        "macroRocAuc": mean([entry["rocAuc"] for entry in present]),
        "perConcept": per_concept,
        "confusionMatrix": confusion_of(scores, targets, concept_ids),
    }


def is_single_label(targets: np.ndarray) -> bool:
    """True where every row has exactly one concept."""
    return bool((targets.sum(axis=1) == 1).all())


def predictions(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """The predicted concepts as booleans [n, k]."""
    if not is_single_label(targets):
        return scores >= 0.5
    predicted = np.zeros(scores.shape, dtype=bool)
    predicted[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return predicted


def accuracy(scores: np.ndarray, targets: np.ndarray) -> float | None:
    """The share of rows predicted wholly right; None for no rows."""
    if len(targets) == 0:
        return None
    return float(right_rows(scores, targets).mean())


def right_rows(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Booleans [n]: which rows are predicted wholly right."""
    return (predictions(scores, targets) == (targets > 0)).all(axis=1)


def concept_metrics(
    concept_id: str, scores: np.ndarray, predicted: np.ndarray, target: np.ndarray
) -> dict[str, Any]:
    """Count, precision, recall, F1 and ROC AUC of one concept; None where its denominator is
    zero."""
    hits, count = int((predicted & (target > 0)).sum()), int(target.sum())
    precision, recall = ratio(hits, int(predicted.sum())), ratio(hits, count)
    f1 = ratio(2 * hits, int(predicted.sum()) + count)
    numbers = {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "rocAuc": roc_auc(scores, target),
    }
    return {"conceptId": concept_id, "count": count, **numbers}


def roc_auc(scores: np.ndarray, target: np.ndarray) -> float | None:
    """Area under the ROC curve (ties count half); None where one of the two classes is absent."""
    positives = target > 0
    if positives.all() or not positives.any():
        return None
    return float(roc_auc_score(positives, scores))


def confusion_of(
    scores: np.ndarray, targets: np.ndarray, concept_ids: Sequence[str]
) -> dict[str, Any] | None:
    """{conceptIds, matrix[true][predicted]}; None for several concepts per row or too many
    concepts."""
    if not is_single_label(targets) or len(concept_ids) > MAX_CONFUSION_CONCEPTS:
        return None
    true, predicted = targets.argmax(axis=1), scores.argmax(axis=1)
    matrix = confusion_matrix(true, predicted, labels=np.arange(len(concept_ids)))
    return {"conceptIds": list(concept_ids), "matrix": matrix.tolist()}


def trivial_accuracy(train_targets: np.ndarray, targets: np.ndarray) -> float | None:
    """Accuracy on `targets` of always answering `trivial_concepts`; None for no rows."""
    if len(targets) == 0:
        return None
    answer = np.zeros(targets.shape[1], dtype=bool)
    answer[trivial_concepts(train_targets, targets)] = True
    return float(((targets > 0) == answer).all(axis=1).mean())


def trivial_concepts(train_targets: np.ndarray, targets: np.ndarray) -> list[int]:
    """The indices of the concepts that the trivial answer names: the most frequent one of
    `train_targets`, or where rows of `targets` have several, those that most rows have."""
    if is_single_label(targets):
        return [int(train_targets.sum(axis=0).argmax())]
    return np.flatnonzero(train_targets.mean(axis=0) >= 0.5).tolist()


def ratio(part: int, whole: int) -> float | None:
    """part / whole, or None for nothing."""
    return part / whole if whole else None


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of what could be measured, or None."""
    measured = [v for v in values if v is not None]
    return float(np.mean(measured)) if measured else None
