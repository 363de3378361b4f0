"""What of a candidate differs from its parent, where only its last layers learnt."""

from collections.abc import Callable
from typing import Any

import torch

from ..contract.job import Job
from ..contract.training_log import log
from ..models.frozen.freezing import Freezing, trainable_layers, trained_part
from ..models.frozen.frozen_layers import ALL
from ..settings.hyperparameters import Hyperparameters
from .interpolation import State


def learning_part(
    job: Job, freezing_of: Callable[[Any], Freezing], whole: Any, read: tuple[Any, Callable]
) -> tuple[Any, Any, Callable]:
    """(part, inputs, collate) to measure in the place of `whole` with what `read` has: the inputs
    and how a batch is made of them. What the frozen layers make of each input is computed once, and
    goes through the part with every weight. `freezing_of(layers)`: a Freezing."""
    layers = trainable_layers(Hyperparameters(job.hyperparameters, job.hyperparameters), job)
    inputs, collate = read
    if layers == ALL:
        return whole, inputs, collate
    part, (kept,), kept_collate = trained_part(whole, freezing_of(layers), [inputs], collate)
    return part, kept, kept_collate


def differs_below(part: Any, whole: Any, middle: State, candidate: State) -> bool:
    """Whether anything outside of the learning part differs between parent and candidate; `middle`:
    the state half-way, which is the candidate's where the two are equal."""
    learnt = {id(tensor) for tensor in [*part.parameters(), *part.buffers()]}
    for name, tensor in whole.state_dict(keep_vars=True).items():
        if id(tensor) not in learnt and not torch.equal(middle[name], candidate[name]):
            log(
                f"dial: {name} differs below the layers that learnt: every weight passes all layers"
            )
            return True
    return False
