"""Metrics against scikit-learn as the judge."""

import json

import numpy as np
import pytest
from sklearn import metrics as judge

from deeptune_trainer.metrics.classification_metrics import (
    classification_metrics,
    roc_auc,
    trivial_accuracy,
)

IDS = ["a", "b", "c", "d"]


def single_label(seed, rows=60):
    """(scores, targets) with one concept per row and many equal scores."""
    chance = np.random.RandomState(seed)
    targets = np.eye(4)[chance.randint(0, 4, rows)]
    return np.round(chance.rand(rows, 4) + targets * 0.3, 1) + chance.rand(rows, 4) * 1e-6, targets


@pytest.mark.parametrize("seed", range(5))
def test_one_concept_per_row_agrees_with_scikit_learn(seed):
    scores, targets = single_label(seed)
    true, predicted = targets.argmax(1), scores.argmax(1)

    found = classification_metrics(scores, targets, IDS)

    assert found["accuracy"] == pytest.approx(judge.accuracy_score(true, predicted))
    assert found["macroF1"] == pytest.approx(judge.f1_score(true, predicted, average="macro"))
    assert found["macroRocAuc"] == pytest.approx(judge.roc_auc_score(targets, scores))
    matrix = [[int(((true == a) & (predicted == b)).sum()) for b in range(4)] for a in range(4)]
    assert found["confusionMatrix"] == {"conceptIds": IDS, "matrix": matrix}
    recalls = judge.recall_score(true, predicted, average=None)
    assert [c["recall"] for c in found["perConcept"]] == pytest.approx(recalls.tolist())


@pytest.mark.parametrize("seed", range(5))
def test_several_concepts_per_row_agree_with_scikit_learn(seed):
    chance = np.random.RandomState(seed)
    targets = (chance.rand(50, 4) > 0.5).astype(float)
    scores = np.clip(chance.rand(50, 4) * 0.7 + targets * 0.3, 0, 1)

    found = classification_metrics(scores, targets, IDS)

    assert found["accuracy"] == pytest.approx(judge.accuracy_score(targets, scores >= 0.5))
    f1 = judge.f1_score(targets, scores >= 0.5, average="macro")
    assert found["macroF1"] == pytest.approx(f1)
    assert found["confusionMatrix"] is None


def rank_sum_auc(scores, target):
    """The share of pairs of a positive and a negative that are in the right order; ties half."""
    differences = scores[target > 0][:, None] - scores[target == 0][None]
    return float((np.sign(differences) / 2 + 0.5).mean())


@pytest.mark.parametrize("seed", range(5))
def test_roc_auc_counts_ties_half(seed):
    chance = np.random.RandomState(seed)
    scores, target = chance.randint(0, 4, 40) / 4, chance.randint(0, 2, 40)

    assert roc_auc(scores, target) == pytest.approx(rank_sum_auc(scores, target), abs=1e-12)


def test_what_cannot_be_measured_is_none_and_never_nan():
    one_class = np.eye(4)[[0, 0, 0]]

    for scores, targets in [(np.zeros((0, 4)), np.zeros((0, 4))), (one_class * 0.9, one_class)]:
        json.dumps(classification_metrics(scores, targets, IDS), allow_nan=False)
    found = classification_metrics(one_class, one_class, IDS)
    assert found["macroRocAuc"] is None and found["perConcept"][1]["recall"] is None


def test_the_trivial_answer_is_the_most_frequent_training_concept():
    train = np.eye(4)[[1, 1, 1, 0]]

    assert trivial_accuracy(train, np.eye(4)[[1, 0, 0, 0]]) == 0.25
