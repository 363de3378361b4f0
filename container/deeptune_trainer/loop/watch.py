"""Watches a training step by step: progress, the log, divergence, checkpoints that are due, epochs
that are compared, requests to stop."""

import time
from collections import deque
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from ..contract.failures import UserFault
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.training_log import log, log_epoch
from .best_epoch import EpochChoice
from .checkpoints import facts_of, is_due

MAX_STEP_LINES = 200  # of progress.jsonl per run, beside one line per epoch
GPU_STEPS_BETWEEN_LOOKS = 10  # reading the loss from a GPU makes it wait


class Watch(TrainerCallback):
    """Counts training seconds over all resumed parts; saves and measurements are not training.

    An epoch is measured before the checkpoint at its end is saved, so that a checkpoint knows the
    metrics of all the epochs before it, and a resumed run repeats none.
    """

    def __init__(self, run: Any, progress: Progress) -> None:
        self.run, self.progress = run, progress
        self.total = run.plan.epochs * run.batches.steps_per_epoch
        self.past_seconds = self.save_seconds = self.other_seconds = self.validation_seconds = 0.0
        self.last_save_seconds, self.last_saved_step = 0.0, 0
        self.step_losses: list[Any] = []
        self.step_loss: Any = 0.0
        self.recent_losses: deque[Any] = deque(maxlen=GPU_STEPS_BETWEEN_LOOKS)
        self.loss_sum, self.loss_count = 0.0, 0
        self.learning_rate: float | None = None
        self.choice = EpochChoice(run.validation)
        self.is_stopped = False

    def begin(self, checkpoint: tuple[Path, dict[str, Any]] | None) -> int:
        """Takes over the counters of the checkpoint (folder, manifest; None: from the start),
        starts the clock and returns the step to go on from."""
        step = 0
        if checkpoint:
            folder, manifest = checkpoint
            step = self.last_saved_step = manifest["step"]
            self.past_seconds, self.save_seconds = (
                manifest["trainedSeconds"],
                manifest["savedSeconds"],
            )
            self.validation_seconds = manifest["validationSeconds"]
            self.loss_sum, self.loss_count = manifest["epochLoss"]
            self.choice.resume(folder, manifest)
            log(f"resumed from the checkpoint of step {step} of {self.total}")
        self.progress.truncate_after(step)
        self.first_step = step
        clock.go_on_from(checkpoint and checkpoint[1])
        clock.begin_steps(step)
        self.started = self.saved_at = time.monotonic()
        self.other_seconds = 0.0
        return step

    def seconds(self) -> float:
        """Training seconds so far, all parts together."""
        return self.past_seconds + time.monotonic() - self.started - self.other_seconds

    def add_loss(self, loss: torch.Tensor) -> None:
        """Takes one micro-batch's share of the step's loss (a detached scalar tensor)."""
        self.step_loss = self.step_loss + loss.detach()

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self.run.batches.set_epoch(state.global_step // self.run.batches.steps_per_epoch)

    def on_step_begin(self, args: Any, state: Any, control: Any, **objects: Any) -> None:
        self.step_loss = 0.0
        # Now: at the step's end the schedule has gone on to that of the next.
        groups = getattr(objects.get("optimizer"), "param_groups", ())
        self.learning_rate = max((float(group["lr"]) for group in groups), default=None)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
        step, stopping = state.global_step, self.run.stop.requested
        clock.count_step(1 / self.run.batches.steps_per_epoch)
        self.step_losses.append(self.step_loss)
        self.recent_losses.append(self.step_loss)
        is_due, is_line = self.is_save_due(step), step % self.steps_between_lines() == 0
        is_epoch_end = step % self.run.batches.steps_per_epoch == 0
        looks = is_due, is_line, is_epoch_end, stopping, step % GPU_STEPS_BETWEEN_LOOKS == 0
        if any(looks):
            self.refuse_diverged_loss(step)
        if is_line:
            self.write_progress(step, float(self.step_loss))
        # A stop leaves the little time there is to what was learned; the next start measures it.
        if is_epoch_end and (step == self.total or not stopping):
            self.end_epoch(step)
        is_last = self.choice.is_over or step >= self.total
        if stopping and not self.choice.is_over:
            self.is_stopped = not self.is_measured(step) or step < self.total
            log(f"stop requested: saving after step {step} of {self.total}")
        control.should_save = is_due or stopping or is_last
        control.should_training_stop = stopping or is_last
        return control

    def steps_between_lines(self) -> int:
        """Steps from one line of progress.jsonl to the next."""
        return max(1, self.total // MAX_STEP_LINES)

    def is_save_due(self, step: int) -> bool:
        """Whether a checkpoint is due after `step`."""
        waited = time.monotonic() - self.saved_at
        return is_due(step, self.total, self.last_saved_step, waited, self.last_save_seconds)

    def is_measured(self, step: int) -> bool:
        """Whether the epoch that ends at `step` was compared with the others."""
        return self.choice.measured * self.run.batches.steps_per_epoch >= step

    def catch_up(self) -> None:
        """After a resume: measures the epoch at whose end a stop came."""
        step = self.first_step
        if step and step % self.run.batches.steps_per_epoch == 0 and not self.is_measured(step):
            self.end_epoch(step)

    def end_epoch(self, step: int) -> None:
        """Measures the epoch that ends at `step`, compares it with those before, and logs it."""
        epoch = step // self.run.batches.steps_per_epoch
        began = time.monotonic()
        with clock.within("validation" if self.run.validation.count else "steps"):
            metric = self.run.validation.measure()
            if self.run.validation.count and self.run.stop.evaluation_is_over():
                return  # only part of the rows were looked at
            is_best = self.choice.add(epoch, step, metric, self.run.model)
        spent = time.monotonic() - began
        self.other_seconds += spent
        self.validation_seconds += spent
        self.count_losses()
        loss = self.loss_sum / max(1, self.loss_count)
        self.loss_sum, self.loss_count = 0.0, 0
        log_epoch(self.run, epoch, step, loss, metric, is_best)
        if self.choice.is_over and step < self.total:
            self.total = step
            patience = self.run.validation.patience
            log(f"stopped early: no better epoch within early_stopping_patience {patience}")
        name = self.run.validation.name
        measured = {} if metric is None else {"metric": metric, "metricName": name, "best": is_best}
        self.write_progress(step, loss, **measured)

    def count_losses(self) -> None:
        """Adds the losses since the last time one by one: the sum does not depend on when this is
        called, and a resumed run has the mean of an uninterrupted one."""
        if self.step_losses:
            losses = [torch.as_tensor(loss) for loss in self.step_losses]
            for loss in torch.stack(losses).tolist():
                self.loss_sum += loss
            self.loss_count += len(losses)
            self.step_losses = []

    def write_progress(self, step: int, loss: float, **measured: Any) -> None:
        """One line of stage "training". `learningRate`: the greatest of the optimizer's groups."""
        done = step - self.first_step
        seconds = self.seconds()
        left = (self.total - step) * (seconds - self.past_seconds) / max(1, done)
        epoch = round(step / self.run.batches.steps_per_epoch, 4)
        rounded = {"seconds": round(seconds, 3), "secondsLeft": round(left, 3)}
        whole = self.total + self.run.later_steps
        rate = {"learningRate": self.learning_rate}
        values = {"epoch": epoch, "loss": loss, **rate, **measured, **rounded}
        self.progress.write("training", step, whole, **values)

    def refuse_diverged_loss(self, step: int) -> None:
        """UserFault `training-diverged` where a loss since the last look is NaN or infinite."""
        recent = torch.stack([torch.as_tensor(loss) for loss in self.recent_losses])
        if not torch.isfinite(recent).all():
            raise diverged(
                f"the loss became {float(self.step_loss)} at or shortly before step {step}"
            )

    def refuse_diverged_weights(self, model: Any) -> None:
        """UserFault `training-diverged` where a weight is NaN or infinite: such a step never
        replaces a good one."""
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point() and not torch.isfinite(tensor).all():
                raise diverged(f"{name} holds NaN or infinity")

    def saved(self, step: int, seconds: float) -> None:
        """Notes a checkpoint that took `seconds`."""
        self.last_saved_step, self.last_save_seconds, self.saved_at = (
            step,
            seconds,
            time.monotonic(),
        )
        self.save_seconds += seconds
        self.other_seconds += seconds
        log(f"checkpoint saved: step {step} of {self.total}")

    def checkpoint_facts(self, step: int) -> dict[str, Any]:
        """What a checkpoint's manifest says beside its step and files."""
        self.count_losses()
        return {
            **facts_of(self.run.job, self.seconds(), self.save_seconds),
            "validationSeconds": round(self.validation_seconds, 3),
            "epochLoss": [self.loss_sum, self.loss_count],
            "validation": self.choice.facts(step),
        }


def diverged(detail: str) -> UserFault:
    """The user's fault of a training whose numbers ran away."""
    advice = "lower the learning rate or check the data; the last good checkpoint is kept"
    return UserFault("training-diverged", f"{detail}: {advice}")
