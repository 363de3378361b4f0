"""metrics.json of a text generator."""

from collections import Counter

import numpy as np
from torch.utils.data import Subset

from .classification import MOST_QUICK_ROWS
from .generation import MOST_GENERATED, likelihood_of
from .pair_data import IGNORED
from .text_metrics import are_right, comparison_of_texts, text_scores, trivial_scores

MOST_COUNTED = 2000


def evenly_spaced(rows, most=MOST_GENERATED):
    """At most `most` of `rows`, in order."""
    return [rows[i] for i in places(len(rows), most)]


def places(count, most):
    """At most `most` evenly spaced indices below `count`."""
    return np.linspace(0, count - 1, min(count, most)).astype(int).tolist() if count else []


def quick_token_accuracy(model, held_out, collate, train_count):
    """A function () -> share of held-out tokens predicted right, on few enough rows to cost little
    beside an epoch; None for no rows."""
    most = min(MOST_QUICK_ROWS, max(64, train_count // 8))
    subset = Subset(held_out, places(len(held_out), most))
    return lambda: likelihood_of(model, subset, collate).token_accuracy


def text_report(data, inputs, held_out, asked, untrained, trained, is_child):
    """metrics.json without the times. `untrained` and `trained` are (Likelihood of the held-out
    rows, completions of the rows `asked`); either may end early where a stop cut it short. For a
    child `untrained` is its parent: training begins with the parent's weights."""
    (before, written_before), (after, written) = untrained, trained
    expected = [row.target for row in asked]
    scores = text_scores(before, written_before, expected[: len(written_before)])
    unasked = {"count", "generated"}
    metrics = {
        "heldOut": text_scores(after, written, expected[: len(written)]),
        "untrained": {name: value for name, value in scores.items() if name not in unasked},
        "trivial": trivial_of(data, inputs, held_out, expected),
        "counts": data.counts,
    }
    if is_child:
        rows, answers = len(after.tokens), min(len(written), len(written_before))
        is_old = np.array([row.origin == "replay" for row in data.test[:rows]], bool)
        asked_is_old = np.array([row.origin == "replay" for row in asked[:answers]], bool)
        right = [are_right(w[:answers], expected[:answers]) for w in (written, written_before)]
        metrics |= comparison_of_texts(is_old, after, cut(before, rows), *right, asked_is_old)
    return metrics


def cut(likelihood, rows):
    """The Likelihood of the first `rows` rows."""
    kept = (likelihood.loss[:rows], likelihood.tokens[:rows], likelihood.right[:rows])
    return type(likelihood)(*kept)


def trivial_of(data, inputs, held_out, expected):
    """What answering without looking at the prompt reaches; tokens are counted in up to
    MOST_COUNTED rows."""
    targets = Counter(row.target for row in data.train if row.target is not None)
    return trivial_scores(targets, expected, token_lists(inputs), token_lists(held_out))


def token_lists(inputs):
    """The labels that count in the loss, of evenly spaced rows."""
    return [labelled(inputs[i]) for i in places(len(inputs), MOST_COUNTED)]


def labelled(item):
    """The labels of one row that count in the loss."""
    return [label for label in item["labels"] if label != IGNORED]
