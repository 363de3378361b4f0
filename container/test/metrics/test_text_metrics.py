"""Metrics of generated text."""

from collections import Counter

import numpy as np
import pytest

from deeptune_trainer.metrics.text.text_metrics import (
    comparison_of_texts,
    perplexity,
    rouge_l,
    text_scores,
    trivial_scores,
)
from deeptune_trainer.models.generation import Likelihood


def likelihood(losses, tokens):
    return Likelihood(np.array(losses, float), np.array(tokens, float), np.zeros(len(tokens)))


@pytest.mark.parametrize(
    ("written", "expected", "score"),
    [
        ("police kill the gunman", "police killed the gunman", 0.75),  # Lin 2004, section 3.1
        ("the gunman kill police", "police killed the gunman", 0.5),
        ("a b c", "a b c", 1.0),
        ("A  b\nC", "a b c", 1.0),
        ("", "a", 0.0),
        ("x", "y", 0.0),
    ],
)
def test_rouge_l_of_the_papers_examples(written, expected, score):
    assert rouge_l(written, expected) == pytest.approx(score)


def test_perplexity_is_per_token_and_never_infinite():
    assert perplexity(likelihood([0.0, 2 * np.log(4)], [1, 1])) == pytest.approx(4.0)
    assert perplexity(likelihood([], [])) is None
    assert perplexity(likelihood([1e6], [1])) is None


def test_scores_of_nothing_are_none():
    scores = text_scores(likelihood([], []), [], [])

    assert scores.pop("count") == scores.pop("generated") == 0
    assert set(scores.values()) == {None}


def test_the_trivial_answer_is_the_most_common_completion():
    scores = trivial_scores(Counter("baba"), ["a", "b", "a c"], [[1, 1, 2]], [[1], [3]])

    assert scores["exactMatch"] == pytest.approx(1 / 3)  # "a": of equals the first in the alphabet
    assert scores["perplexity"] == pytest.approx((2 * 6) ** 0.5)  # 3 of 6 and 1 of 6


def test_forgetting_is_the_change_of_perplexity_on_the_parents_rows():
    is_old = np.array([True, True, False])
    child, parent = likelihood([2.0, 2.0, 1.0], [2, 2, 1]), likelihood([1.0, 1.0, 9.0], [2, 2, 1])
    right = np.array([True, False, True]), np.array([True, True, False])

    fields = comparison_of_texts(is_old, child, parent, *right, is_old)

    assert fields["forgetting"] == pytest.approx(np.e - np.exp(0.5))
    assert fields["parent"]["negativeFlipPercent"] == 50.0
    assert fields["parent"]["exactMatchOnOldInputs"] == 1.0
    assert fields["oldInputs"] == {"count": 2, "perplexity": pytest.approx(np.e), "exactMatch": 0.5}
    assert fields["newInputs"]["count"] == 1


def test_a_comparison_without_old_rows_measures_nothing():
    none = np.array([False])
    one = likelihood([1.0], [1])

    fields = comparison_of_texts(none, one, one, none, none, none)

    assert fields["forgetting"] is None and fields["parent"]["negativeFlipPercent"] is None
