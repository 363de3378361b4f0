"""Progress, checkpoints and seconds while the memory of normal patches is filled."""

import time
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.training_log import log
from ..models.patchcore.coreset import Coreset
from .checkpoints import facts_of, is_due, write_checkpoint
from .training import TrainingOutcome
from .training_state import learned_state
from .watch import MAX_STEP_LINES

STATE = "memory.safetensors"


class BankClock:
    """Progress, checkpoints and seconds of a MemoryRun."""

    def __init__(self, run: Any) -> None:
        self.run, self.progress = run, Progress(run.paths.progress)
        self.total = run.before.steps + run.picks
        self.started = self.saved_at = time.monotonic()
        self.saved_pick, self.save_seconds, self.last_save_seconds = 0, 0.0, 0.0
        clock.enter("steps")

    def resume(self, done: int) -> None:
        """Goes on after `done` picks; 0: from the start."""
        self.saved_pick = done
        if done:
            clock.begin_steps(self.run.before.steps + done)

    def seconds(self) -> float:
        """Training seconds so far, of all parts, without saving."""
        here = time.monotonic() - self.started - self.save_seconds
        return self.run.before.train_seconds + here

    def tell(self, done: int) -> None:
        """A pick was done: a line of stage "memory", not for every one."""
        clock.count_step()
        if done % max(1, self.run.picks // MAX_STEP_LINES) == 0 or done == self.run.picks:
            seconds = round(self.seconds(), 3)
            self.progress.write("memory", self.run.before.steps + done, self.total, seconds=seconds)

    def is_due(self, done: int) -> bool:
        """Whether to save after this pick."""
        since_save = time.monotonic() - self.saved_at
        return is_due(done, self.run.picks, self.saved_pick, since_save, self.last_save_seconds)

    def save(self, done: int, coreset: Coreset) -> None:
        """A checkpoint of the backbone and of what was picked."""

        def write_files(folder: Path) -> None:
            save_file(learned_state(self.run.model), folder / "model.safetensors")
            save_file(coreset.state(), folder / STATE)

        step, run = self.run.before.steps + done, self.run
        root = run.paths.checkpoints
        self.last_save_seconds = write_checkpoint(root, step, write_files, self.facts())
        self.save_seconds += self.last_save_seconds
        self.saved_pick, self.saved_at = done, time.monotonic()
        log(f"checkpoint saved: step {step} of {self.total}")

    def facts(self) -> dict[str, Any]:
        """What a checkpoint's manifest says beside its step and files."""
        saved = self.run.before.save_seconds + self.save_seconds
        facts = facts_of(self.run.job, self.seconds(), saved)
        return {**facts, "pretextSteps": self.run.before.steps}

    def outcome(self, done: int, is_whole: bool) -> TrainingOutcome:
        """The TrainingOutcome of all the steps."""
        stopped = self.run.before.stopped or not is_whole or done < self.run.picks
        saved = self.run.before.save_seconds + self.save_seconds
        return TrainingOutcome(self.run.before.steps + done, stopped, self.seconds(), saved)
