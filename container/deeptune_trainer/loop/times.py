"""How long the parts of a training took."""

import time


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
