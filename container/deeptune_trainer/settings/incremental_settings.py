"""Settings that only a training with a parent has. `replay_percent` chooses the rows that the job
is given: it has done its work before the trainer starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..contract.job import Job
from .hyperparameters import Hyperparameters

INCREMENTAL = ["replay_percent", "distillation_weight", "relearning_rate"]
DISTILLATION_WEIGHT = 0.3
RELEARNING_RATE = 1.0


@dataclass(frozen=True)
class IncrementalSettings:
    """`distillation_weight`: of the distance from the parent's answers beside the loss of the
    labels; `relearning_rate`: what the learning rate is multiplied with."""

    distillation_weight: float = DISTILLATION_WEIGHT
    relearning_rate: float = RELEARNING_RATE


def names_of(job: Job, known: Sequence[str]) -> list[str]:
    """The names that a recipe which knows `known` takes for this job."""
    return [*known, *(INCREMENTAL if job.parent_version_id is not None else [])]


def incremental_settings(h: Hyperparameters) -> IncrementalSettings:
    """Reads and checks them; PlatformFault `hyperparameter-invalid`."""
    h.number("replay_percent", maximum=100)
    return IncrementalSettings(
        h.number("distillation_weight", DISTILLATION_WEIGHT, maximum=10),
        h.number("relearning_rate", RELEARNING_RATE, maximum=10),
    )
