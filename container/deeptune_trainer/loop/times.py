"""How long the parts of a training took."""

import time
from typing import Any

from ..contract.stop import StopSignal
from .training import TrainingOutcome


def times(
    stop: StopSignal,
    outcome: TrainingOutcome,
    setup_seconds: float,
    evaluation_seconds: float,
    batch_size: int,
) -> dict[str, Any]:
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


def since(moment: float) -> float:
    """Seconds since a time.monotonic() moment."""
    return time.monotonic() - moment
