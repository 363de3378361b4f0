"""Watches a training step by step: progress, the log, divergence, checkpoints that are due,
requests to stop."""

import time

import torch
from transformers import TrainerCallback

from .checkpoints import facts_of, is_due
from .failures import UserFault
from .training_log import log, log_epoch

MOST_STEP_LINES = 200  # of progress.jsonl per run, beside one line per epoch
GPU_STEPS_BETWEEN_LOOKS = 10  # reading the loss from a GPU makes it wait


class Watch(TrainerCallback):
    """Counts training seconds over all resumed parts; saves and held-out measurements are not
    training."""

    def __init__(self, run, progress):
        self.run, self.progress = run, progress
        self.total = run.plan.epochs * run.batches.steps_per_epoch
        self.past_seconds = self.save_seconds = self.other_seconds = 0.0
        self.last_save_seconds, self.last_saved_step = 0.0, 0
        self.losses, self.step_loss = [], 0.0
        self.is_stopped = False

    def begin(self, manifest):
        """Takes over the counters of the checkpoint's manifest (None: from the start) and starts
        the clock."""
        step = 0
        if manifest:
            step = self.last_saved_step = manifest["step"]
            self.past_seconds, self.save_seconds = (
                manifest["trainedSeconds"],
                manifest["savedSeconds"],
            )
            log(f"resumed from the checkpoint of step {step} of {self.total}")
        self.progress.truncate_after(step)
        self.first_step = step
        self.started = self.saved_at = time.monotonic()
        self.other_seconds = 0.0

    def seconds(self):
        """Training seconds so far, all parts together."""
        return self.past_seconds + time.monotonic() - self.started - self.other_seconds

    def add_loss(self, loss):
        """Takes one micro-batch's share of the step's loss (a detached scalar tensor)."""
        self.step_loss = self.step_loss + loss.detach()

    def on_epoch_begin(self, args, state, control, **_):
        self.run.batches.set_epoch(state.global_step // self.run.batches.steps_per_epoch)

    def on_step_begin(self, args, state, control, **_):
        self.step_loss = 0.0

    def on_step_end(self, args, state, control, **_):
        step, now = state.global_step, time.monotonic()
        self.losses.append(self.step_loss)
        due = is_due(
            step, self.total, self.last_saved_step, now - self.saved_at, self.last_save_seconds
        )
        stopping = self.run.stop.requested
        is_line = step % max(1, self.total // MOST_STEP_LINES) == 0
        if due or stopping or is_line or step % GPU_STEPS_BETWEEN_LOOKS == 0:
            self.refuse_diverged_loss(step)
        if is_line:
            self.write_progress(state, float(self.step_loss))
        control.should_save = due or stopping
        if stopping:
            self.is_stopped = step < self.total
            control.should_training_stop = True
            log(f"stop requested: saving after step {step} of {self.total}")
        return control

    def on_epoch_end(self, args, state, control, **_):
        if not self.losses:
            return
        self.refuse_diverged_loss(state.global_step)
        loss, self.losses = mean_of(self.losses), []
        if self.is_stopped:
            return
        began = time.monotonic()
        metric = self.run.measure()
        self.other_seconds += time.monotonic() - began
        self.write_progress(state, loss, metric)
        log_epoch(state, self.run.plan.epochs, loss, metric, self.run.metric_name)

    def write_progress(self, state, loss, metric=None):
        """One line of stage "training"."""
        done = state.global_step - self.first_step
        seconds = self.seconds()
        left = (self.total - state.global_step) * (seconds - self.past_seconds) / max(1, done)
        values = {"epoch": round(state.epoch, 4), "loss": loss, "metric": metric}
        rounded = {"seconds": round(seconds, 3), "secondsLeft": round(left, 3)}
        whole = self.total + self.run.later_steps
        self.progress.write("training", state.global_step, whole, **values, **rounded)

    def refuse_diverged_loss(self, step):
        """UserFault `training-diverged` where a loss since the last look is NaN or infinite."""
        recent = torch.stack(
            [torch.as_tensor(loss) for loss in self.losses[-GPU_STEPS_BETWEEN_LOOKS:]]
        )
        if not torch.isfinite(recent).all():
            raise diverged(
                f"the loss became {float(self.step_loss)} at or shortly before step {step}"
            )

    def refuse_diverged_weights(self, model):
        """UserFault `training-diverged` where a weight is NaN or infinite: such a step never
        replaces a good one."""
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point() and not torch.isfinite(tensor).all():
                raise diverged(f"{name} holds NaN or infinity")

    def saved(self, step, seconds):
        """Notes a checkpoint that took `seconds`."""
        self.last_saved_step, self.last_save_seconds, self.saved_at = (
            step,
            seconds,
            time.monotonic(),
        )
        self.save_seconds += seconds
        self.other_seconds += seconds
        log(f"checkpoint saved: step {step} of {self.total}")

    def checkpoint_facts(self):
        """What a checkpoint's manifest says beside its step and files."""
        return facts_of(self.run.job, self.seconds(), self.save_seconds)


def mean_of(losses):
    """The mean of a list of scalar tensors as a float."""
    return float(torch.stack([torch.as_tensor(loss) for loss in losses]).mean())


def diverged(detail):
    """The user's fault of a training whose numbers ran away."""
    advice = "lower the learning rate or check the data; the last good checkpoint is kept"
    return UserFault("training-diverged", f"{detail}: {advice}")
