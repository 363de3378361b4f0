"""evaluation.json: curves, matrices and the summary."""

import numpy as np
import pytest
from sklearn import metrics as judge

from deeptune_trainer.metrics.classification_metrics import classification_metrics
from deeptune_trainer.metrics.curves import MAX_POINTS, concept_curves
from deeptune_trainer.metrics.figures import classification_figures, figures_of_report

IDS = ["a", "b", "c"]


def figures(scores, targets):
    """The figures of rows named 0, 1, 2, ..."""
    report = classification_metrics(scores, targets, IDS)
    ids = [str(place) for place in range(len(scores))]
    return report, classification_figures(report, scores, targets, ids)


def test_curves_of_four_rows():
    scores, target = np.array([0.9, 0.8, 0.8, 0.1]), np.array([1, 0, 1, 0])

    found = concept_curves(scores, target)

    assert found["rocCurve"] == {
        "fpr": [0, 0, 0.5, 1],
        "tpr": [0, 0.5, 1, 1],
        "thresholds": [1.9, 0.9, 0.8, 0.1],
    }
    assert found["precisionRecallCurve"] == {
        "precision": [1, pytest.approx(2 / 3), 0.5],
        "recall": [0.5, 1, 1],
        "thresholds": [0.9, 0.8, 0.1],
    }
    assert found["averagePrecision"] == pytest.approx(0.5 + 0.5 * 2 / 3)


def test_a_curve_of_a_concept_that_all_or_no_rows_have():
    scores = np.array([0.2, 0.4])

    assert concept_curves(scores, np.zeros(2)) == {}
    assert set(concept_curves(scores, np.ones(2))) == {"averagePrecision", "precisionRecallCurve"}


def test_long_curves_are_thinned_and_keep_their_ends():
    chance = np.random.RandomState(0)
    scores, target = chance.rand(3000), chance.randint(0, 2, 3000)

    roc = concept_curves(scores, target)["rocCurve"]

    assert len(roc["fpr"]) == MAX_POINTS
    assert (roc["fpr"][0], roc["tpr"][0], roc["fpr"][-1], roc["tpr"][-1]) == (0, 0, 1, 1)
    assert judge.auc(roc["fpr"], roc["tpr"]) == pytest.approx(
        judge.roc_auc_score(target, scores), abs=0.01
    )


def test_one_concept_per_row_has_a_confusion_matrix():
    scores = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.6, 0.3, 0.1]])
    targets = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]])

    report, found = figures(scores, targets)

    assert found["confusion"] == {"conceptIds": IDS, "matrix": [[1, 0, 0], [1, 1, 0], [0, 0, 0]]}
    assert found["cooccurrence"]["matrix"] == [[1, 0, 0], [0, 2, 0], [0, 0, 0]]
    assert found["summary"]["accuracy"] == report["accuracy"] == pytest.approx(2 / 3)
    assert found["summary"]["precision"] == 0.75 and found["summary"]["recall"] == 0.75
    assert found["summary"]["f1"] == {"mean": pytest.approx(2 / 3), "deviation": 0.0}
    assert found["testSet"][2] == {
        "inputId": "2",
        "predicted": [
            {"id": "a", "value": 0.6},
            {"id": "b", "value": 0.3},
            {"id": "c", "value": 0.1},
        ],
        "actual": ["b"],
    }
    never = found["perConcept"][2]
    assert never == {"conceptId": "c", "positives": 0, "total": 3}


def test_several_concepts_per_row_have_no_confusion_matrix():
    scores, targets = np.array([[0.9, 0.9, 0.1], [0.1, 0.9, 0.1]]), np.array([[1, 1, 0], [0, 1, 0]])

    _, found = figures(scores, targets)

    assert "confusion" not in found
    assert found["cooccurrence"]["matrix"] == [[1, 1, 0], [1, 2, 0], [0, 0, 0]]


def test_a_detectors_report_has_average_precision_and_no_total():
    entry = {"conceptId": "a", "count": 3, "ap50": 0.5, "ap": 0.25}
    report = {"count": 2, "map50": 0.5, "map": 0.25, "perConcept": [entry]}

    found = figures_of_report(report)

    assert found["summary"] == {"map50": 0.5, "map": 0.25}
    assert found["perConcept"] == [{"conceptId": "a", "positives": 3, "averagePrecision": 0.5}]


def test_an_anomaly_models_report_has_one_area():
    report = {"count": 4, "imageAuroc": 0.75, "pixelAuroc": None, "foundPercent": 50.0}

    assert figures_of_report(report)["summary"] == {"rocAuc": {"mean": 0.75, "deviation": 0.0}}
