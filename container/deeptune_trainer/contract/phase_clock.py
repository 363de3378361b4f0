"""times.json beside the training log: where the time of each attempt went. Every moment from the
start of the process belongs to one phase, so that the phases add up to the whole. What of them
served, over all attempts, stands in the manifests of what is kept: a job is charged for it. Imports
no torch: it looks at the one that a recipe has imported."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .durable_files import write_json
from .training_log import log
from .work_readings import Reading, reading, start_reading

PHASES = ("setup", "steps", "validation", "evaluation", "saving")
# A line of progress that opens a phase; all other lines are written in the midst of one.
PHASE_OF_STAGE = {"evaluation": "evaluation", "saving": "saving"}
MAX_ATTEMPTS = 20
# Between two writings, and so many times what the last one took: a fiftieth of the time at most.
SECONDS_BETWEEN, TIMES_OF_WRITING = 2.0, 50.0


@dataclass
class Span:
    """One phase, all its stays together. Seconds are wall clock; `work`: of the processor, by this
    job; `others`: by everything else on the machine, None where the system does not say. `passes`:
    calls of the network, through which `samples` went. `gpu_shares`: samples of the share of time
    in which the GPU computed."""

    start: float
    seconds: float = 0.0
    work: float = 0.0
    others: float | None = 0.0
    entered: int = 0
    passes: int = 0
    samples: int = 0
    gpu_shares: list[float] = field(default_factory=list)

    def add(self, since: Reading, until: Reading) -> None:
        """The stay between two Readings."""
        work = max(0.0, until.work - since.work)
        self.seconds += until.wall - since.wall
        self.work += work
        if since.machine is None or until.machine is None or self.others is None:
            self.others = None
        else:
            self.others += max(0.0, until.machine - since.machine - work)

    def facts(self) -> dict[str, Any]:
        """As it stands in times.json."""
        facts: dict[str, Any] = {
            "startSeconds": round(self.start, 3),
            "seconds": round(self.seconds, 3),
            "workSeconds": round(self.work, 3),
        }
        if self.others is not None:
            facts["othersSeconds"] = round(self.others, 3)
        if self.gpu_shares:
            share = sum(self.gpu_shares) / len(self.gpu_shares)
            facts["gpuSeconds"] = round(share * self.seconds, 3)
        return facts | {name: getattr(self, name) for name in ("entered", "passes", "samples")}


@dataclass
class Device:
    """What an attempt computes on. `cores`: those this process may use; `threads`: those torch
    uses; `precision`: of the steps, None where nothing learns."""

    device: str
    name: str
    cores: int
    threads: int
    torch: str
    precision: str | None = None


class PhaseClock:
    """Without `begin`, as where a model only answers requests, nothing is counted or written."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.counts = False

    def begin(self, path: Path) -> None:
        """Counts from the start of this process on, in the phase `setup`, and writes to `path`
        behind the attempts that it names already."""
        self.path, self.earlier, self.counts = path, earlier_attempts(path), True
        self.started = self.last = start_reading()
        self.first_line = time.monotonic() - self.started.wall
        self.started_at = datetime.now(UTC) - timedelta(seconds=self.first_line)
        self.job_name: str | None = None
        self.kind: str | None = None
        self.device: Device | None = None
        self.end, self.phase = "running", "setup"
        self.spans = {"setup": Span(0.0, entered=1)}
        self.steps, self.first_step, self.epochs = 0, 0, 0.0
        self.total_steps: int | None = None
        self.written_at, self.writing_seconds = float("-inf"), 0.0
        self.carried: dict[str, float] = {}
        self.not_served: dict[str, float] = {}
        self.write()

    def describe(self, kind: str, job_name: str) -> None:
        """Which job this is."""
        self.kind, self.job_name = kind, job_name

    def computes_on(self, device: Device) -> None:
        """What it computes on; the precision of the steps stays."""
        if self.counts:
            device.precision = self.device.precision if self.device else None
            self.device = device

    def learns_in(self, precision: str) -> None:
        """Which numbers the steps are computed in."""
        if self.counts and self.device is not None:
            self.device.precision = precision

    def enter(self, phase: str) -> None:
        """From here on time belongs to `phase`, one of PHASES."""
        if not self.counts or phase == self.phase:
            return
        synchronize()  # what the GPU still has to do was asked for in the phase that ends
        self.count_time()
        start = self.last.wall - self.started.wall
        self.spans.setdefault(phase, Span(start)).entered += 1
        self.phase = phase
        self.write_if_due()

    @contextlib.contextmanager
    def within(self, phase: str) -> Iterator[None]:
        """Time in here belongs to `phase`, and afterwards again to the phase from before."""
        before = self.phase if self.counts else phase
        self.enter(phase)
        try:
            yield
        finally:
            self.enter(before)

    def tell(self, stage: str, total_steps: int, gpu_utilization: float | None = None) -> None:
        """A line of progress was written; `gpu_utilization` in per cent, where the driver says."""
        if not self.counts:
            return
        self.total_steps = total_steps
        if gpu_utilization is not None:
            self.spans[self.phase].gpu_shares.append(gpu_utilization / 100)
        self.enter(PHASE_OF_STAGE.get(stage, self.phase))
        self.write_if_due()

    def begin_steps(self, first_step: int) -> None:
        """From here on it learns, after the `first_step` steps that an earlier attempt did."""
        if self.counts:
            self.first_step = first_step
            self.enter("steps")

    def count_step(self, epochs: float = 0.0) -> None:
        """A step was done; `epochs`: what it is of an epoch."""
        if self.counts:
            self.steps += 1
            self.epochs += epochs

    def count_pass(self, samples: int, passes: int = 1) -> None:
        """The network was called `passes` times, each time with `samples` inputs."""
        if self.counts:
            span = self.spans[self.phase]
            span.passes += passes
            span.samples += passes * samples

    def finish(self, end: str) -> None:
        """The attempt ends here as `completed`, `stopped` or `failed`."""
        if self.counts:
            self.end = end
            self.write()

    def count_time(self) -> None:
        """Gives the time since the last look to the phase that it belongs to."""
        now = reading()
        self.spans[self.phase].add(self.last, now)
        self.last = now

    def go_on_from(self, manifest: dict[str, Any] | None) -> None:
        """The work goes on from what `manifest` completes (a checkpoint, a part of the answers, an
        export; None: from the start). What it says was served stays, and so does what is done from
        here on. What this attempt did until here was done before: its set-up is another one, its
        steps since then are lost. Only what goes on from the start needed this set-up."""
        if not self.counts:
            return
        self.count_time()
        self.carried = {} if manifest is None else served_of(manifest)
        self.not_served = {name: span.seconds for name, span in self.spans.items()}
        if manifest is None:
            del self.not_served["setup"]

    def served(self) -> dict[str, Any]:
        """For a manifest: {"servedSeconds": {phase: seconds}}, over all attempts, until now; empty
        where nothing is counted."""
        if not self.counts:
            return {}
        self.count_time()
        seconds = dict(self.carried)
        for name, span in self.spans.items():
            here = span.seconds - self.not_served.get(name, 0.0)
            seconds[name] = seconds.get(name, 0.0) + here
        known = {name: round(seconds[name], 3) for name in PHASES if seconds.get(name)}
        return {"servedSeconds": known}

    def write_if_due(self) -> None:
        """Writes, but not again and again within a moment."""
        pause = max(SECONDS_BETWEEN, TIMES_OF_WRITING * self.writing_seconds)
        if time.monotonic() - self.written_at >= pause:
            self.write()

    def write(self) -> None:
        """The whole file. No job fails by it: where it cannot be written, the log says why."""
        if self.path is None:
            return
        self.count_time()
        began = time.monotonic()
        content = {"schemaVersion": 1, "attempts": [*self.earlier, self.facts()]}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_json(self.path, content)
        except OSError as error:
            log(f"{self.path.name} is not written from here on: {error}")
            self.path = None
        self.written_at = time.monotonic()
        self.writing_seconds = self.written_at - began

    def facts(self) -> dict[str, Any]:
        """This attempt as it stands in times.json."""
        spans = {name: self.spans[name].facts() for name in PHASES if name in self.spans}
        return {
            "trainingJobName": self.job_name,
            "kind": self.kind,
            "startedAt": self.started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "end": self.end,
            "seconds": round(sum(span["seconds"] for span in spans.values()), 3),
            "workSeconds": round(sum(span["workSeconds"] for span in spans.values()), 3),
            "phase": self.phase,
            "firstLineSeconds": round(self.first_line, 3),
            "phases": spans,
            "steps": self.steps,
            "firstStep": self.first_step,
            "totalSteps": self.total_steps,
            "epochs": round(self.epochs, 4),
            "device": asdict(self.device) if self.device else None,
        }


def served_of(manifest: dict[str, Any]) -> dict[str, float]:
    """phase -> seconds that a manifest says were served; an earlier release's says no more than the
    seconds of its steps."""
    earlier = {"steps": manifest.get("trainedSeconds", 0.0)}
    served: dict[str, float] = manifest.get("servedSeconds", earlier)
    return {name: float(served[name]) for name in PHASES if name in served}


def earlier_attempts(path: Path) -> list[Any]:
    """The newest attempts that a file names; none of one that is missing or torn."""
    try:
        attempts = json.loads(path.read_text(encoding="utf-8"))["attempts"]
        return list(attempts)[-(MAX_ATTEMPTS - 1) :]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def synchronize() -> None:
    """Waits until the GPU has done what it was given, where torch computes on one."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.synchronize()
    elif torch.backends.mps.is_available():
        torch.mps.synchronize()


clock = PhaseClock()
