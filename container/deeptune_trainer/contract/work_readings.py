"""What time and the processor say at one moment: since when this process runs, what it computed,
and what everything else on the machine did. Imports no torch."""

import multiprocessing
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
# Where the columns of /proc/<pid>/stat stand behind the name: utime, stime, cutime, cstime, and the
# start since the machine's.
TIMES, START = slice(11, 15), 19
# Of /proc/stat's first line: user, nice, system, irq, softirq, steal. Not idle, not iowait.
BUSY = (0, 1, 2, 5, 6, 7)


@dataclass(frozen=True)
class Reading:
    """`wall`: a time.monotonic() moment; `work`: seconds of the processor that this process, its
    threads and its children used until then; `machine`: those that the whole machine used, None
    where the system does not say."""

    wall: float
    work: float
    machine: float | None


def reading() -> Reading:
    """The Reading of now."""
    return Reading(time.monotonic(), work_seconds(), machine_seconds())


def start_reading() -> Reading:
    """The Reading of the moment in which this process began: it had computed nothing."""
    now = reading()
    age = process_age(now.work)
    machine = None if now.machine is None else now.machine - now.work
    return Reading(now.wall - age, 0.0, machine)


def process_age(at_least: float) -> float:
    """Seconds since this process began. Where the system does not say: what it computed since
    (`at_least`), which is nearly all that an interpreter does at its start."""
    try:
        started = int(stat_fields(PROC / "self/stat")[START]) / ticks()
        # The clock that counts on while the machine sleeps, as the kernel's own times do.
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, ValueError, IndexError, AttributeError):
        return at_least
    return max(age, 0.0)


def work_seconds() -> float:
    """Seconds of the processor that this process, its threads, the children that ended and the
    workers that still live used. Without /proc a worker counts when it has ended."""
    workers = multiprocessing.active_children()  # first: it takes up what has ended just now
    ended = os.times()
    own = time.process_time() + ended.children_user + ended.children_system
    return own + sum(living_seconds(worker.pid) for worker in workers)


def living_seconds(pid: int | None) -> float:
    """Seconds of the processor that a child and its own ended children used; 0 where the system
    does not say."""
    try:
        return sum(map(int, stat_fields(PROC / f"{pid}/stat")[TIMES])) / ticks()
    except (OSError, ValueError):
        return 0.0


def machine_seconds(stat: Path = PROC / "stat") -> float | None:
    """Seconds of the processor that all processes of the machine used; None where the system does
    not say."""
    try:
        columns = stat.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
        return sum(int(columns[place]) for place in BUSY) / ticks()
    except (OSError, ValueError, IndexError):
        return None


def stat_fields(path: Path) -> list[str]:
    """The fields of a process's stat behind its name, which may itself hold blanks."""
    return path.read_text(encoding="utf-8").rpartition(")")[2].split()


def ticks() -> int:
    """Units of /proc's times in a second."""
    return os.sysconf("SC_CLK_TCK") if sys.platform != "win32" else 100
