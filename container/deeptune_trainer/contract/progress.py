"""progress.jsonl: the live loss curve, and what the estimator learns from."""

import json
import os
from pathlib import Path
from typing import Any

from .phase_clock import clock
from .run_figures import run_figures

RESUMED_STAGES = ("setup", "training", "memory", "prediction")


class Progress:
    """Appends to progress.jsonl. Each line: step, totalSteps, epoch, loss, learningRate, metric,
    seconds, secondsLeft, stage, and what `run_figures` says of the machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, stage: str, step: int, total_steps: int, **values: float | str | None) -> None:
        """Appends one line; `values` that are None are left out (`metric` where nothing was
        measured)."""
        line: dict[str, Any] = {"step": step, "totalSteps": total_steps, "stage": stage}
        line |= {name: value for name, value in values.items() if value is not None}
        line |= run_figures()
        clock.tell(stage, total_steps, line.get("gpuUtilization"))
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")

    def truncate_after(self, step: int) -> None:
        """Drops what a killed run wrote past the step it resumes from, and a torn last line."""
        if not self.path.exists():
            return
        kept = [
            line for line in self.path.read_text(encoding="utf-8").splitlines() if keep(line, step)
        ]
        temporary = self.path.with_name(self.path.name + ".writing")
        temporary.write_text("".join(line + "\n" for line in kept), encoding="utf-8")
        os.replace(temporary, self.path)


def keep(line: str, step: int) -> bool:
    """True for a whole line at or before `step` of a stage that is resumed."""
    try:
        entry = json.loads(line)
        return entry["step"] <= step and entry["stage"] in RESUMED_STAGES
    except (ValueError, KeyError, TypeError):
        return False
