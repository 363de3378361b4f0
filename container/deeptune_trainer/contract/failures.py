"""Failures with a stable code and whose fault they are. The only place that knows exit codes."""

import errno
import json
import sys
import traceback
from pathlib import Path

from .training_log import log

EXIT_DONE, EXIT_PLATFORM_FAULT, EXIT_USER_FAULT = 0, 1, 2


class TrainingFault(Exception):
    """A failure that ends the job. `code` is stable and machine-readable; `fault` is "user" or
    "platform"."""

    fault = "platform"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UserFault(TrainingFault):
    """The data or the hyperparameters cannot be trained on; running again gives the same end."""

    fault = "user"


class PlatformFault(TrainingFault):
    """Ours: a broken job description, a corrupt artifact, a missing file."""


def report_failure(path: Path, error: Exception, seconds: float) -> int:
    """Writes `error` as one JSON line to `path` (output/failure) and returns the process's exit
    code. `seconds`: what this process ran; a job that the user's own data ended is charged for
    it."""
    fault = error if isinstance(error, TrainingFault) else classify(error)
    if fault is not error:
        traceback.print_exception(error, file=sys.stderr)
    # The message comes last: SageMaker shows no more than 1,024 characters.
    line = json.dumps(
        {
            "code": fault.code,
            "fault": fault.fault,
            "seconds": round(seconds, 3),
            "message": str(fault),
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    log(f"failed: {fault.code} ({fault.fault}'s fault): {fault}")
    return EXIT_USER_FAULT if fault.fault == "user" else EXIT_PLATFORM_FAULT


def classify(error: Exception) -> TrainingFault:
    """Gives an unexpected exception a code; it counts as the platform's fault."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return PlatformFault("disk-full", text)
    if is_out_of_memory(error):
        return PlatformFault("out-of-memory", text)
    return PlatformFault("unexpected-error", text)


def is_out_of_memory(error: Exception) -> bool:
    """True for CUDA's out-of-memory error, and for those of MPS and the CPU's allocator, which are
    plain RuntimeErrors."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    texts = ("can't allocate memory", "MPS backend out of memory")
    return isinstance(error, RuntimeError) and any(text in str(error) for text in texts)
