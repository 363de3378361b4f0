"""How long something takes on a machine that may be busy with other things."""

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from deeptune_trainer.contract.phase_clock import synchronize
from deeptune_trainer.contract.work_readings import machine_seconds, work_seconds

# How much longer several threads take than they compute: they wait for the last of them.
WAITING = 1.05


@dataclass(frozen=True)
class Moment:
    """Seconds at one moment: of the wall clock, and of the processor that this thread and the whole
    process used."""

    wall: float
    thread: float
    process: float

    @classmethod
    def now(cls) -> "Moment":
        """After the GPU has done what it was given."""
        synchronize()
        return cls(time.perf_counter(), time.thread_time(), time.process_time())


def quiet_seconds(moments: list[Moment], threads: int) -> float:
    """What one of the stays between the Moments takes where nobody else wants the processor.

    It cannot be less than what the first thread computes, nor than an even share of what all
    compute; both hardly change on a busy machine. A little waiting for each other comes on top. On
    a GPU and for a disk, where `threads` is 0, the wall clock says it.
    """
    pairs = list(itertools.pairwise(moments))
    walls = [after.wall - before.wall for before, after in pairs]
    works = [
        max(after.thread - before.thread, (after.process - before.process) / max(1, threads))
        for before, after in pairs
    ]
    if threads == 0:
        return statistics.median(walls)
    return min(min(walls), statistics.median(works) * (WAITING if threads > 1 else 1.0))


def seconds_of(act: Callable[[], object], times: int, threads: int = 1) -> float:
    """`quiet_seconds` of `act`, done so many times after one that does not count."""
    act()
    moments = [Moment.now()]
    for _ in range(times):
        act()
        moments.append(Moment.now())
    return quiet_seconds(moments, threads)


class Load:
    """How busy the others keep the machine from here on."""

    def __init__(self, cores: int) -> None:
        self.cores, self.wall = cores, time.monotonic()
        self.work, self.machine = work_seconds(), machine_seconds()

    def share(self) -> float | None:
        """What the others used of the machine until now, 0 to 1; None where it does not say."""
        machine, seconds = machine_seconds(), time.monotonic() - self.wall
        if machine is None or self.machine is None or seconds <= 0:
            return None
        others = machine - self.machine - (work_seconds() - self.work)
        return min(1.0, max(0.0, others / (self.cores * seconds)))
