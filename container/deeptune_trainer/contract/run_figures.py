"""What a run uses of the machine, beside each line of progress. Imports no torch: it looks at the
one that a recipe has imported."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MIB = 2**20
STATM = Path("/proc/self/statm")

clock = {"started": time.monotonic()}


def begin_run() -> float:
    """A time.monotonic() moment: that from which on `elapsed` counts."""
    clock["started"] = time.monotonic()
    return clock["started"]


def run_figures() -> dict[str, float]:
    """`elapsed`: seconds since this attempt began; `memoryMiB`: of the trainer's process (the
    workers that read inputs not counted); with a GPU `gpuMemoryMiB`, what torch holds of it, and
    `gpuUtilization`, the percentage of the last moment in which it computed. What the system does
    not say is left out."""
    figures = {"elapsed": round(time.monotonic() - clock["started"], 3)}
    return (
        figures | named("memoryMiB", process_memory_mib()) | gpu_figures(sys.modules.get("torch"))
    )


def process_memory_mib(statm: Path = STATM) -> float | None:
    """Resident memory of this process; elsewhere than on Linux the most that it had until now."""
    try:
        pages = int(statm.read_text(encoding="ascii").split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / MIB, 1)
    except (OSError, ValueError, IndexError, AttributeError):
        return peak_memory_mib()


def peak_memory_mib() -> float | None:
    """By getrusage, which counts bytes on macOS; None where there is none."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (MIB if sys.platform == "darwin" else 1024), 1)


def gpu_figures(torch: Any) -> dict[str, float]:
    """`gpuMemoryMiB` and `gpuUtilization` of the GPU that `torch` computes on; empty without."""
    if torch is None:
        return {}
    if torch.cuda.is_available():
        used = torch.cuda.memory_reserved() / MIB
        busy = asked(torch.cuda.utilization)
        return {"gpuMemoryMiB": round(used, 1)} | named("gpuUtilization", busy)
    if torch.backends.mps.is_available():
        return {"gpuMemoryMiB": round(torch.mps.driver_allocated_memory() / MIB, 1)}
    return {}


UNKNOWN: set[Callable[[], float]] = set()  # asked in vain: not asked again at each line


def asked(figure: Callable[[], float]) -> float | None:
    """What the driver answers; None where its library is not there, or does not know."""
    if figure in UNKNOWN:
        return None
    try:
        return float(figure())
    except Exception:
        UNKNOWN.add(figure)
        return None


def named(name: str, value: float | None) -> dict[str, float]:
    """The value under its name; nothing where there is none."""
    return {} if value is None else {name: value}
