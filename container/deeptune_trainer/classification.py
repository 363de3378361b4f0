"""What every classifier recipe shares: the loss, the quick look at held-out data, the report."""

import time

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import Subset

from .evaluation import scores_of
from .metrics import accuracy, classification_metrics, comparison_with_parent, trivial_accuracy

MOST_QUICK_ROWS = 512


def seed_all(seed):
    """Seeds the generators that initialise weights and draw dropout."""
    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)


def is_exclusive(h):
    """True where each input has exactly one concept: concepts_mutually_exclusive true or logreg
    0 (softmax)."""
    return h.boolean("concepts_mutually_exclusive") or h.boolean("logreg", True) is False


def classification_loss(exclusive):
    """(logits [n, k], targets [n, k]) -> scalar: cross entropy, or binary cross entropy summed over
    the concepts.

    Summed and not averaged, as in MMPretrain: the published learning rates of the SGD templates
    count on it.
    """
    if exclusive:
        return lambda logits, targets: functional.cross_entropy(logits.float(), targets.argmax(-1))

    def independent(logits, targets):
        summed = functional.binary_cross_entropy_with_logits(
            logits.float(), targets, reduction="sum"
        )
        return summed / len(targets)

    return independent


def quick_accuracy(model, inputs, collate, exclusive, train_count):
    """A function () -> accuracy on evenly spaced held-out rows, few enough to cost little beside
    an epoch."""
    count = min(len(inputs), MOST_QUICK_ROWS, max(64, train_count // 8))
    chosen = np.linspace(0, len(inputs) - 1, count).astype(int).tolist() if len(inputs) else []
    subset = Subset(inputs, chosen)
    subset.concept_count = inputs.concept_count
    return lambda: accuracy(*scores_of(model, subset, collate, exclusive)) if chosen else None


def targets_of(rows, concept_count):
    """The rows' concepts as zeros and ones [n, k]."""
    targets = np.zeros((len(rows), concept_count), dtype=np.float32)
    for i, row in enumerate(rows):
        targets[i, list(row.positives)] = 1
    return targets


def report(job, data, scores, targets, untrained, parent_scores, old_count):
    """metrics.json without the times: heldOut, untrained, trivial, counts, and the comparison with
    a parent.

    `untrained` and `parent_scores` may cover more rows than `scores` where a stop cut the
    evaluation short.
    """
    train_targets = targets_of(data.train, len(job.concepts))
    metrics = {
        "heldOut": classification_metrics(scores, targets, [c.id for c in job.concepts]),
        "untrained": {"accuracy": untrained},
        "trivial": {"accuracy": trivial_accuracy(train_targets, targets)},
        "counts": data.counts,
    }
    if parent_scores is not None:
        measured = parent_scores[: len(scores)]
        metrics |= comparison_with_parent(
            scores[: len(measured)], targets[: len(measured)], measured, old_count
        )
    return metrics


def times(stop, outcome, setup_seconds, evaluation_seconds, batch_size):
    """The time fields of metrics.json. Seconds are wall clock; `train` and `save` sum over
    resumed parts."""
    per_step = outcome.train_seconds / outcome.steps if outcome.steps else None
    return {
        "steps": outcome.steps,
        "seconds": {
            "setup": round(setup_seconds, 3),
            "train": round(outcome.train_seconds, 3),
            "evaluate": round(evaluation_seconds, 3),
            "save": round(outcome.save_seconds, 3),
        },
        "secondsPerStep": per_step,
        "inputsPerSecond": batch_size / per_step if per_step else None,
    }


def since(moment):
    """Seconds since a time.monotonic() moment."""
    return time.monotonic() - moment
