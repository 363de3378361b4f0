"""Curves of one concept over falling thresholds, thinned down to what a client draws."""

from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_curve

MAX_POINTS = 200


def concept_curves(scores: np.ndarray, target: np.ndarray) -> dict[str, Any]:
    """{averagePrecision, rocCurve, precisionRecallCurve} of `scores` [n] against `target` [n] of 0
    and 1; without what cannot be measured: anything of a concept that no row has, the ROC curve of
    one that every row has.

    A row counts as predicted from a threshold on. The ROC curve begins above the highest score;
    equal scores are one point.
    """
    positives = target > 0
    if not positives.any():
        return {}
    found = {
        "averagePrecision": float(average_precision_score(positives, scores)),
        "precisionRecallCurve": precision_recall_points(scores, positives),
    }
    return found if positives.all() else {**found, "rocCurve": roc_points(scores, positives)}


def roc_points(scores: np.ndarray, positives: np.ndarray) -> dict[str, list[float]]:
    """{fpr, tpr, thresholds} from nothing predicted to everything."""
    fpr, tpr, thresholds = roc_curve(positives, scores, drop_intermediate=False)
    finite = np.asarray(thresholds, float).copy()
    finite[0] = finite[1] + 1  # scikit-learn begins at infinity, which JSON does not have
    return thinned({"fpr": fpr, "tpr": tpr, "thresholds": finite})


def precision_recall_points(scores: np.ndarray, positives: np.ndarray) -> dict[str, list[float]]:
    """{precision, recall, thresholds} from the highest score down."""
    precision, recall, thresholds = precision_recall_curve(positives, scores)
    # The last point of scikit-learn has no threshold: it stands for nothing predicted.
    columns = {"precision": precision[:-1], "recall": recall[:-1], "thresholds": thresholds}
    return thinned({name: values[::-1] for name, values in columns.items()})


def thinned(columns: dict[str, np.ndarray]) -> dict[str, list[float]]:
    """Evenly chosen points of equally long columns as lists, both ends among them."""
    count = len(next(iter(columns.values())))
    places = np.arange(count)
    if count > MAX_POINTS:
        places = np.floor(np.arange(MAX_POINTS) * (count - 1) / (MAX_POINTS - 1) + 0.5).astype(int)
    return {name: np.asarray(values, float)[places].tolist() for name, values in columns.items()}
