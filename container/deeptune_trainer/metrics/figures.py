"""evaluation.json: what was measured, in the form that the API answers with. What cannot be
measured is absent."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .classification_metrics import is_single_label, predictions
from .curves import concept_curves

MAX_MATRIX_CONCEPTS = 1000  # a matrix of them has a million numbers
MAX_SHOWN_CONCEPTS = 20  # of a row in the test set
MAX_TEST_SET_ROWS = 2000
CONCEPT_NUMBERS = ("precision", "recall", "f1", "rocAuc")


def figures_of_report(report: dict[str, Any]) -> dict[str, Any]:
    """{report, summary, perConcept, confusion?} of a `heldOut` of metrics.json, of any model
    type."""
    per_concept = report.get("perConcept", [])
    figures = {
        "report": report,
        "summary": summary_of(report, per_concept),
        "perConcept": [concept_figures(entry, report["count"]) for entry in per_concept],
    }
    if report.get("confusionMatrix"):
        figures["confusion"] = report["confusionMatrix"]
    return figures


def summary_of(report: dict[str, Any], per_concept: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The single numbers; means and deviations are over the concepts that rows have."""
    present = [entry for entry in per_concept if entry["count"]]
    summary = {name: report.get(name) for name in ("accuracy", "map50", "map")}
    for name in ("precision", "recall"):
        summary[name] = (mean_and_std(present, name) or {}).get("mean")
    macro_auc = report.get("macroRocAuc", report.get("imageAuroc"))
    for name, macro in (("f1", report.get("macroF1")), ("rocAuc", macro_auc)):
        if macro is not None:
            # An anomaly model has one concept to tell from the rest, and no deviation.
            spread = mean_and_std(present, name) or {"deviation": 0.0}
            summary[name] = {"mean": macro, "deviation": spread["deviation"]}
    return measured(summary)


def mean_and_std(entries: Sequence[dict[str, Any]], name: str) -> dict[str, float] | None:
    """{mean, deviation} (population) of what could be measured, None for nothing."""
    values = [entry[name] for entry in entries if entry.get(name) is not None]
    if not values:
        return None
    return {"mean": float(np.mean(values)), "deviation": float(np.std(values))}


def concept_figures(entry: dict[str, Any], row_count: int) -> dict[str, Any]:
    """One entry of perConcept. `total` is absent where objects are counted: how many are not there
    is not a number."""
    counts_objects = "ap50" in entry or entry["count"] > row_count
    return measured(
        {
            "conceptId": entry["conceptId"],
            "positives": entry["count"],
            "total": None if counts_objects else row_count,
            **{name: entry.get(name) for name in CONCEPT_NUMBERS},
            "averagePrecision": entry.get("ap50"),
        }
    )


def measured(values: dict[str, Any]) -> dict[str, Any]:
    """The dict without what is None."""
    return {name: value for name, value in values.items() if value is not None}


def classification_figures(
    report: dict[str, Any], scores: np.ndarray, targets: np.ndarray, ids: Sequence[str]
) -> dict[str, Any]:
    """The figures of a classifier: those of its report, curves, matrices and the test set.

    `scores` and `targets` [n, concepts]; `ids`: of the first rows, at most MAX_TEST_SET_ROWS.
    """
    figures = figures_of_report(report)
    figures.pop("confusion", None)
    concepts = [entry["conceptId"] for entry in report["perConcept"]]
    for place, entry in enumerate(figures["perConcept"]):
        entry |= concept_curves(scores[:, place], targets[:, place])
    if concepts and len(concepts) <= MAX_MATRIX_CONCEPTS:
        counts = (targets > 0).astype(np.int64)
        figures["cooccurrence"] = matrix_of(concepts, counts.T @ counts)
        if is_single_label(targets):
            predicted = predictions(scores, targets).astype(np.int64)
            figures["confusion"] = matrix_of(concepts, counts.T @ predicted)
    figures["testSet"] = [
        tested_row(row_id, concepts, scores[place], targets[place])
        for place, row_id in enumerate(ids)
    ]
    return figures


def matrix_of(concepts: Sequence[str], matrix: np.ndarray) -> dict[str, Any]:
    """{conceptIds, matrix} of whole numbers."""
    return {"conceptIds": concepts, "matrix": matrix.tolist()}


def tested_row(
    row_id: str, concepts: Sequence[str], scores: np.ndarray, target: np.ndarray
) -> dict[str, Any]:
    """One entry of the test set."""
    order = np.argsort(-scores, kind="stable")[:MAX_SHOWN_CONCEPTS]
    return {
        "inputId": row_id,
        "predicted": [{"id": concepts[i], "value": float(scores[i])} for i in order],
        "actual": [concepts[i] for i in np.flatnonzero(target)],
    }
