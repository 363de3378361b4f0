"""metrics.json of a text generator."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...data.dataset import DatasetVersion
from ...data.pair_data import IGNORED, Pair, PairInputs
from ...models.generation import MAX_GENERATED, Likelihood
from ..intervals import MIN_RESAMPLED_ROWS, bootstrapped, resampled_interval
from ..verdict import Measured, always, verdict
from .text_metrics import (
    are_right,
    common_completion,
    comparison_of_texts,
    finite_exp,
    rouge_l,
    text_scores,
    trivial_scores,
)

MAX_COUNTED = 2000


def evenly_spaced(rows: Sequence[Pair], max_count: int = MAX_GENERATED) -> list[Pair]:
    """At most `max_count` of `rows`, in order."""
    return [rows[i] for i in places(len(rows), max_count)]


def places(count: int, max_count: int) -> list[int]:
    """At most `max_count` evenly spaced indices below `count`."""
    return np.linspace(0, count - 1, min(count, max_count)).astype(int).tolist() if count else []


def text_report(
    data: DatasetVersion,
    inputs: PairInputs,
    held_out: PairInputs,
    asked: Sequence[Pair],
    untrained: tuple[Likelihood, Sequence[str]],
    trained: tuple[Likelihood, Sequence[str]],
    is_child: bool,
) -> dict[str, Any]:
    """metrics.json without the times. `untrained` and `trained` are (Likelihood of the held-out
    rows, completions of the rows `asked`); either may end early where a stop cut it short. For a
    child `untrained` is its parent: training begins with the parent's weights."""
    (before, written_before), (after, written) = untrained, trained
    rows, answers = len(after.tokens), len(written)
    expected = [str(row.target) for row in asked[:answers]]
    before, written_before = cut(before, rows), written_before[:answers]
    scores = text_scores(before, written_before, expected[: len(written_before)])
    unasked = {"count", "generated"}
    metrics = {
        "heldOut": text_scores(after, written, expected),
        "untrained": {name: value for name, value in scores.items() if name not in unasked},
        "trivial": trivial_of(data, inputs, held_out, rows, expected),
        "counts": data.counts,
    }
    metrics["verdict"] = verdict(measured_texts(metrics, after, written, expected, data))
    if is_child:
        answers = min(len(written), len(written_before))
        is_old = np.array([row.origin == "replay" for row in data.test[:rows]], bool)
        asked_is_old = np.array([row.origin == "replay" for row in asked[:answers]], bool)
        right = [are_right(w[:answers], expected[:answers]) for w in (written, written_before)]
        metrics |= comparison_of_texts(is_old, after, before, right[0], right[1], asked_is_old)
    return metrics


def measured_texts(
    metrics: dict[str, Any],
    after: Likelihood,
    written: Sequence[str],
    expected: Sequence[str],
    data: DatasetVersion,
) -> Measured:
    """The ROUGE-L of completions as a Measured; of plain texts, which have none, the perplexity."""
    names = ("heldOut", "trivial", "untrained")
    if data.test and not any(row.target is not None for row in data.test):
        value, trivial, untrained = (metrics[whose]["perplexity"] for whose in names)
        answer, count = "drawing tokens as often as they occur", len(after.tokens)
        interval = perplexity_interval(after)
        return Measured("perplexity", value, count, interval, trivial, answer, untrained, False)
    value, trivial, untrained = (metrics[whose]["rougeL"] for whose in names)
    overlaps = np.array([rouge_l(a, b) for a, b in zip(written, expected, strict=True)])
    interval = None
    if len(overlaps):
        interval = resampled_interval(value, lambda w: float(w @ overlaps / w.sum()), len(overlaps))
    answer = always(common_completion(target_counts(data)))
    return Measured("ROUGE-L", value, len(written), interval, trivial, answer, untrained)


def perplexity_interval(likelihood: Likelihood) -> tuple[str, list[float]] | None:
    """(method, [low, high]) of a perplexity, rows resampled; None for too few of them."""
    if len(likelihood.tokens) < MIN_RESAMPLED_ROWS:
        return None

    def statistic(weights: np.ndarray) -> float | None:
        return finite_exp(float(weights @ likelihood.loss / (weights @ likelihood.tokens)))

    return "bootstrap", bootstrapped(statistic, len(likelihood.tokens))


def cut(likelihood: Likelihood, rows: int) -> Likelihood:
    """The Likelihood of the first `rows` rows."""
    kept = (likelihood.loss[:rows], likelihood.tokens[:rows], likelihood.right[:rows])
    return type(likelihood)(*kept)


def trivial_of(
    data: DatasetVersion,
    inputs: PairInputs,
    held_out: PairInputs,
    rows: int,
    expected: Sequence[str],
) -> dict[str, Any]:
    """What answering without looking at the prompt reaches on the first `rows` rows of `held_out`
    and on the completions `expected`; tokens are counted in up to MAX_COUNTED rows."""
    learned = token_lists(inputs, len(inputs))
    return trivial_scores(target_counts(data), expected, learned, token_lists(held_out, rows))


def target_counts(data: DatasetVersion) -> Counter[str]:
    """How often each completion is learned from, as a Counter."""
    return Counter(row.target for row in data.train if row.target is not None)


def token_lists(inputs: PairInputs, rows: int) -> list[list[int]]:
    """The labels that count in the loss, of evenly spaced ones of the first `rows` rows."""
    return [labelled(inputs[i]) for i in places(rows, MAX_COUNTED)]


def labelled(item: dict[str, Any]) -> list[int]:
    """The labels of one row that count in the loss."""
    return [label for label in item["labels"] if label != IGNORED]
