"""What every classifier recipe shares: the loss and the report."""

import time

import numpy as np
import torch
from torch.nn import functional

from .intervals import wilson
from .metrics import (
    accuracy,
    classification_metrics,
    comparison_with_parent,
    trivial_accuracy,
    trivial_concepts,
)
from .verdict import Measured, always, verdict


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


def targets_of(rows, concept_count):
    """The rows' concepts as zeros and ones [n, k]."""
    targets = np.zeros((len(rows), concept_count), dtype=np.float32)
    for i, row in enumerate(rows):
        targets[i, list(row.positives)] = 1
    return targets


def report(job, data, scores, targets, untrained, parent_scores, old_count):
    """metrics.json without the times: heldOut, untrained, trivial, verdict, counts, and the
    comparison with a parent.

    `untrained`, the scores before training, and `parent_scores` may cover more rows than `scores`
    where a stop cut the evaluation short.
    """
    train_targets = targets_of(data.train, len(job.concepts))
    before = accuracy(untrained[: len(scores)], targets) if len(untrained) >= len(scores) else None
    metrics = {
        "heldOut": classification_metrics(scores, targets, [c.id for c in job.concepts]),
        "untrained": {"accuracy": before},
        "trivial": {"accuracy": trivial_accuracy(train_targets, targets)},
        "counts": data.counts,
    }
    answer = trivial_answer(job, train_targets, targets)
    metrics["verdict"] = verdict(measured_accuracy(metrics, answer))
    if parent_scores is not None:
        measured = parent_scores[: len(scores)]
        metrics |= comparison_with_parent(
            scores[: len(measured)], targets[: len(measured)], measured, old_count
        )
    return metrics


def measured_accuracy(metrics, trivial_answer):
    """The accuracies of metrics.json as a Measured."""
    accuracies = [metrics[whose]["accuracy"] for whose in ("heldOut", "trivial", "untrained")]
    value, trivial, untrained = accuracies
    count = metrics["heldOut"]["count"]
    interval = ("wilson", wilson(value, count)) if count else None
    return Measured("accuracy", value, count, interval, trivial, trivial_answer, untrained)


def trivial_answer(job, train_targets, targets):
    """What the trivial answer says, by the concepts' names."""
    names = [job.concepts[place].name for place in trivial_concepts(train_targets, targets)]
    return always(", ".join(names)) if names else "always answering no concept"


def times(stop, outcome, setup_seconds, evaluation_seconds, batch_size):
    """What metrics.json says of the run. Seconds are wall clock; `train`, `validate` and `save`
    sum over resumed parts."""
    per_step = outcome.train_seconds / outcome.steps if outcome.steps else None
    return {
        "bestEpoch": outcome.best_epoch,
        "steps": outcome.steps,
        "seconds": {
            "setup": round(setup_seconds, 3),
            "train": round(outcome.train_seconds, 3),
            "validate": round(outcome.validation_seconds, 3),
            "evaluate": round(evaluation_seconds, 3),
            "save": round(outcome.save_seconds, 3),
        },
        "secondsPerStep": per_step,
        "inputsPerSecond": batch_size / per_step if per_step else None,
    }


def since(moment):
    """Seconds since a time.monotonic() moment."""
    return time.monotonic() - moment
