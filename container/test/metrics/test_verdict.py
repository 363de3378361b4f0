"""What a model is said to be worth."""

import json

import numpy as np
import pytest

from deeptune_trainer.contract.job import Concept
from deeptune_trainer.data.anomaly_data import AnomalyRow
from deeptune_trainer.data.dataset import DatasetVersion, Row
from deeptune_trainer.data.pair_data import Pair
from deeptune_trainer.metrics.anomaly.anomaly_judgement import Judgement
from deeptune_trainer.metrics.anomaly.anomaly_report import measured_auroc
from deeptune_trainer.metrics.classification_report import report
from deeptune_trainer.metrics.intervals import wilson
from deeptune_trainer.metrics.text.text_report import measured_texts
from deeptune_trainer.metrics.verdict import Measured, always, verdict
from deeptune_trainer.models.generation import Likelihood


def measured(value, trivial, count=120, untrained=0.31, **options):
    """A Measured accuracy."""
    interval = ("wilson", wilson(value, count))
    answer = always("ham")
    return Measured("accuracy", value, count, interval, trivial, answer, untrained, **options)


def test_no_better_than_always_giving_the_commonest_answer():
    found = verdict(measured(0.71, 0.70))

    assert found["isBetterThanTrivial"] is False
    assert found["text"] == (
        "not better than always answering 'ham' (accuracy 0.71 on 120 held-out inputs, "
        "95 % interval 0.62 to 0.78, trivial 0.70, before training 0.31)"
    )
    assert found["interval"] == pytest.approx([0.623, 0.784], abs=0.001)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("value", "trivial", "count", "is_better"),
    [
        (0.91, 0.70, 120, True),
        (0.80, 0.70, 120, True),
        (0.78, 0.70, 120, False),
        (0.78, 0.70, 1200, True),
        (0.60, 0.70, 120, False),
        (1.00, 0.70, 5, False),
        (1.00, 0.50, 5, True),
    ],
)
def test_better_only_where_the_whole_interval_is(value, trivial, count, is_better):
    found = verdict(measured(value, trivial, count))

    assert found["isBetterThanTrivial"] is is_better
    assert found["text"].startswith("better" if is_better else "not better")


def test_from_a_thousand_rows_on_three_decimals_are_shown():
    assert "0.910 on 2000 held-out inputs" in verdict(measured(0.91, 0.7, 2000))["text"]


def test_less_is_better_for_a_perplexity():
    def of(value):
        interval = ("bootstrap", [value - 1, value + 1])
        return verdict(Measured("perplexity", value, 50, interval, 12.0, "drawing", 30.0, False))

    assert of(8.0)["isBetterThanTrivial"] and not of(11.5)["isBetterThanTrivial"]


@pytest.mark.parametrize(
    ("value", "count", "trivial", "why"),
    [
        (None, 0, None, "no held-out input was measured"),
        (None, 7, None, "accuracy cannot be measured on 7 held-out inputs"),
        (3.0, 7, 9.0, "7 held-out inputs are too few to tell"),
    ],
)
def test_what_is_not_known_is_said_and_never_called_better(value, count, trivial, why):
    found = verdict(Measured("accuracy", value, count, None, trivial, "guessing", None))

    assert found["isBetterThanTrivial"] is False and found["interval"] is None
    assert found["text"] == f"not known to be better than guessing: {why}"


def test_a_long_answer_is_cut():
    assert always("word " * 40) == f"always answering '{('word ' * 12)[:59]}…'"


JOB = type("Job", (), {"concepts": (Concept("h", "ham"), Concept("s", "spam"))})


def rows_of(labels, split):
    """Rows with these tuples of positives."""
    return tuple(Row(f"{i}", None, f"t{i}", p, split, "new") for i, p in enumerate(labels))


def test_a_classifier_is_compared_on_the_very_rows_that_were_evaluated():
    data = DatasetVersion(
        rows_of([(0,)] * 7 + [(1,)] * 3, "train"), rows_of([(0,)] * 20, "test"), 0
    )
    targets = np.eye(2)[[0] * 12 + [1] * 8]
    before = np.eye(2)[[0] * 20]

    whole = report(JOB, data, np.eye(2)[[0] * 20], targets, before, None, 0)
    cut = report(JOB, data, np.eye(2)[[0] * 5], targets[:5], before, None, 0)
    unknown = report(JOB, data, np.eye(2)[[0] * 20], targets, before[:5], None, 0)

    assert whole["untrained"]["accuracy"] == whole["trivial"]["accuracy"] == 0.6
    assert whole["verdict"]["trivialAnswer"] == "always answering 'ham'"
    assert whole["verdict"]["isBetterThanTrivial"] is False
    assert cut["untrained"]["accuracy"] == 1.0 and cut["verdict"]["count"] == 5
    assert unknown["untrained"]["accuracy"] is None and unknown["verdict"]["untrained"] is None


@pytest.mark.parametrize(
    ("labels", "answer"),
    [
        ([(0,), (0, 1), (0, 1), (1,)], "always answering 'ham, spam'"),
        ([(0,), (), (), (1,)], "always answering no concept"),
        ([(0,), (0, 1), (0,), ()], "always answering 'ham'"),
    ],
)
def test_with_several_concepts_a_row_the_trivial_answer_is_what_most_rows_have(labels, answer):
    data = DatasetVersion(rows_of(labels, "train"), rows_of(labels, "test"), 0)
    targets = np.array([[float(c in label) for c in (0, 1)] for label in labels])

    found = report(JOB, data, targets, targets, targets, None, 0)

    assert found["verdict"]["trivialAnswer"] == answer
    assert found["trivial"]["accuracy"] < 1 == found["heldOut"]["accuracy"]


def judgement(scores, normal):
    """A Judgement of images with these scores."""
    rows = [AnomalyRow(f"{i}", "0" * 64, n, (), "test", "new") for i, n in enumerate(normal)]
    return Judgement(rows, scores=list(scores), anomalous_pixels=[None] * len(rows))


def test_an_anomaly_model_must_beat_the_better_of_two_trivial_answers():
    normal = [True] * 20 + [False] * 20
    good, poor = np.arange(40.0), -np.arange(40.0)

    against_poor = measured_auroc(
        judgement(good, normal), judgement(poor, normal), judgement(poor, normal)
    )
    against_good = measured_auroc(
        judgement(good, normal), judgement(poor, normal), judgement(good, normal)
    )

    assert (against_poor.trivial, against_poor.untrained) == (0.5, 0.0)
    assert against_poor.trivial_answer == "giving every image the same score"
    assert verdict(against_poor)["isBetterThanTrivial"]
    assert (against_good.trivial, against_good.count) == (1.0, 40)
    assert not verdict(against_good)["isBetterThanTrivial"]


def test_without_an_anomalous_image_nothing_is_known_of_an_anomaly_model():
    same = judgement(np.arange(5.0), [True] * 5)

    text = verdict(measured_auroc(same, same, same))["text"]

    assert "image AUROC cannot be measured on 5 held-out inputs" in text


def pairs(targets, split):
    """Pairs with these completions."""
    return tuple(Pair(f"{i}", f"p{i}", t, split, "new") for i, t in enumerate(targets))


def metrics_with(name, value, trivial, untrained):
    """What measured_texts reads of metrics.json."""
    values = {"heldOut": value, "trivial": trivial, "untrained": untrained}
    return {whose: {name: number} for whose, number in values.items()}


def test_completions_are_judged_by_rouge_l_and_the_commonest_completion():
    expected = ["a b", "c d"] * 10
    data = DatasetVersion(pairs(["yes", "yes", "no"], "train"), pairs(expected, "test"), 0)
    metrics = metrics_with("rougeL", 0.75, 0.1, 0.0)

    found = measured_texts(metrics, None, ["a b", "c x"] * 10, expected, data)

    assert found.metric == "ROUGE-L" and found.count == 20
    assert found.trivial_answer == "always answering 'yes'"
    assert found.interval[0] == "bootstrap" and verdict(found)["isBetterThanTrivial"]


def test_plain_texts_are_judged_by_perplexity():
    data = DatasetVersion(pairs([None], "train"), pairs([None] * 40, "test"), 0)
    loss = np.random.RandomState(1).rand(40) * 10 + 5
    likelihood = Likelihood(loss, np.full(40, 5.0), np.zeros(40))
    metrics = metrics_with("perplexity", float(np.exp(loss.sum() / 200)), 50.0, 90.0)

    found = verdict(measured_texts(metrics, likelihood, [], [], data))

    low, high = found["interval"]
    assert found["metric"] == "perplexity" and found["greaterIsBetter"] is False
    assert low < found["heldOut"] < high < 50 and found["isBetterThanTrivial"]
