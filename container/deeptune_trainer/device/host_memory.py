"""How much memory the machine has beside its GPU, and whether a base model's weights fit there."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from ..contract.failures import UserFault

MIB = 2**20
# Python, torch with CUDA, workers that read inputs: a judgement, and the control plane's too
# (core/estimate/instance-needs.ts), which counts on 0.9 of an instance's nominal memory. The system
# reports somewhat less than that, so that what was admitted there is not refused here.
PROCESS_BYTES = 3 * 2**30
USABLE = 0.95
# A container's limit: cgroup version 2, then 1.
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def host_memory_bytes(limits: Sequence[str] = LIMITS) -> int | None:
    """The machine's memory, or this container's limit where it is smaller; None where the system
    does not say."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    for limit in map(Path, limits):
        text = limit.read_text(encoding="ascii").strip() if limit.is_file() else ""
        if text.isdigit():  # version 2 says "max" where there is none
            memory = min(memory, int(text))
    return memory


def processor_name() -> str:
    """What the processor's maker calls it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def loading_bytes(parameters: float, bytes_each: int) -> int:
    """The host's memory while weights lie there whole: of any base model before they move to the
    GPU, and of a quantised one while its adapters are merged into them."""
    return round(parameters * bytes_each) + PROCESS_BYTES


def refuse_host_memory(needed: int, capacity: float | None, purpose: str) -> None:
    """UserFault `host-memory` where `needed` bytes exceed what is usable of the machine's
    `capacity`; `purpose` says what for. Nothing is refused where the capacity is not known."""
    if capacity is None or needed <= USABLE * capacity:
        return
    raise UserFault(
        "host-memory",
        f"{purpose} needs about {needed / MIB:,.0f} MiB of the machine's memory, "
        f"{USABLE * capacity / MIB:,.0f} of its {capacity / MIB:,.0f} MiB are usable: "
        "choose a machine with more memory (ml.g5.2xlarge has twice as much as ml.g5.xlarge, and "
        "the same GPU) or a smaller base model",
    )
