"""Which epoch's weights become the artifact: those with the best metric on the validation part."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from ..contract.failures import PlatformFault
from .training_state import learned_state, read_tensors

# Weights of the best epoch in a checkpoint: a file of their own, or where it was just measured the
# checkpoint's.
BEST_WEIGHTS, CURRENT_WEIGHTS = "best.safetensors", "model.safetensors"


@dataclass(frozen=True)
class Validation:
    """How the epochs of a run are compared.

    `measure()` -> the metric `name` (a greater one is better) on `count` inputs, None where it
    cannot be measured; `count` 0: there is no validation part, and `reason` says why. `patience`:
    epochs without a better metric after which training ends, 0: never. `keeps_best` False: the
    last epoch becomes the artifact, independent of the metrics.
    """

    measure: Callable = lambda: None
    name: str = "accuracy"
    count: int = 0
    patience: int = 0
    keeps_best: bool = True
    reason: str = ""


@dataclass(frozen=True)
class EpochSettings:
    """What hyperparameters say of it: `patience` and `keeps_best` as in Validation; `validates`
    False: no row is kept from training to compare epochs by."""

    patience: int = 0
    keeps_best: bool = True
    validates: bool = True


def epoch_settings(h: Any) -> EpochSettings:
    """The EpochSettings of flat Hyperparameters."""
    return EpochSettings(h.integer("early_stopping_patience", 0, minimum=0))


@dataclass(frozen=True)
class Best:
    """The best epoch so far (from 1), the step at its end, its metric, and a CPU copy of what was
    learned until then."""

    epoch: int
    step: int
    metric: float
    state: dict[str, Any]


class EpochChoice:
    """Follows the validation metric over the epochs of one run, resumed parts included."""

    def __init__(self, validation: Validation) -> None:
        self.validation = validation
        self.best: Best | None = None
        self.last_metric: float | None = None
        self.measured = self.without_improvement = 0

    def add(self, epoch: int, step: int, metric: float | None, model: Any) -> bool:
        """Takes the metric of a finished epoch; returns whether it is the best so far. Of equal
        ones the later is taken, but it does not count as an improvement."""
        self.measured, self.last_metric = epoch, metric
        if metric is None:
            return False
        is_better = self.best is None or metric > self.best.metric
        self.without_improvement = 0 if is_better else self.without_improvement + 1
        if not is_better and self.best is not None and metric < self.best.metric:
            return False
        state = learned_state(model) if self.validation.keeps_best else {}
        self.best = Best(epoch, step, metric, state)
        return True

    @property
    def is_over(self) -> bool:
        """Whether patience has run out."""
        return 0 < self.validation.patience <= self.without_improvement

    def facts(self, step: int) -> dict[str, Any]:
        """What the manifest of a checkpoint at `step` says: with it a resumed run chooses as an
        uninterrupted one."""
        best = self.best and {
            "epoch": self.best.epoch,
            "step": self.best.step,
            "metric": self.best.metric,
            "weights": self.weights_at(step),
        }
        return {
            "measuredEpochs": self.measured,
            "epochsWithoutImprovement": self.without_improvement,
            "lastMetric": self.last_metric,
            "best": best,
        }

    def weights_at(self, step: int) -> str | None:
        """The file of a checkpoint at `step` that holds the best weights; None where the last
        ones are wanted."""
        if not self.validation.keeps_best or self.best is None:
            return None
        return CURRENT_WEIGHTS if self.best.step == step else BEST_WEIGHTS

    def write_files(self, folder: Path, step: int) -> None:
        """Adds the best weights to the files of a checkpoint, unless they are its own."""
        if self.best and self.weights_at(step) == BEST_WEIGHTS:
            save_file(self.best.state, folder / BEST_WEIGHTS)

    def resume(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Goes on from a verified checkpoint; PlatformFault `checkpoint-mismatch` where it names
        weights that it does not list."""
        facts = manifest["validation"]
        self.measured = facts["measuredEpochs"]
        self.without_improvement = facts["epochsWithoutImprovement"]
        self.last_metric, best = facts["lastMetric"], facts["best"]
        if best:
            state = {}
            if self.validation.keeps_best:
                state = read_tensors(folder / listed(best["weights"], folder, manifest))
            self.best = Best(best["epoch"], best["step"], best["metric"], state)

    def restore(self, model: Any) -> None:
        """Puts the best weights into `model`, which keeps its own where none were chosen."""
        if self.best and self.validation.keeps_best:
            model.load_state_dict(self.best.state, strict=False)

    def summary(self, epochs: int, epochs_run: float, stopped: bool) -> dict[str, Any]:
        """`bestEpoch` of metrics.json after `epochs_run` (not whole where a stop came within one)
        of `epochs` epochs; `stopped`: on request."""
        chosen = self.best if self.validation.keeps_best else None
        last_metric = self.last_metric if self.measured == epochs_run else None
        return {
            "epoch": chosen.epoch if chosen else math.ceil(epochs_run),
            "of": epochs,
            "epochsRun": round(epochs_run, 4),
            "metric": chosen.metric if chosen else last_metric,
            "metricName": self.validation.name,
            "validationCount": self.validation.count,
            "stoppedEarly": self.is_over and epochs_run < epochs,
            "note": None if chosen else self.why_the_last(stopped),
        }

    def why_the_last(self, stopped: bool) -> str:
        """Why the artifact has the weights that training ended with."""
        if not self.validation.keeps_best:
            return "load_best_model_at_end is false"
        if not self.validation.count:
            return self.validation.reason
        if stopped:
            return "stopped before the first epoch was measured"
        return f"the validation {self.validation.name} could not be measured"


def listed(name: str | None, folder: Path, manifest: dict[str, Any]) -> str:
    """`name`, which must be one of the two known files and stand in the manifest: nothing else of
    the folder was verified."""
    names = {file["name"] for file in manifest["files"]}
    if name is not None and name in names & {BEST_WEIGHTS, CURRENT_WEIGHTS}:
        return name
    raise PlatformFault("checkpoint-mismatch", f"{folder.name} does not list {name!r}")
