"""A request to stop (SIGTERM), remembered until the training loop can honour it."""

import os
import signal
import time
from typing import Self

# SageMaker kills 120 s after SIGTERM; the evaluation of a stopped run gets only part of it, the
# rest is for saving.
EVALUATION_GRACE_SECONDS = float(os.environ.get("DEEPTUNE_STOP_EVALUATION_SECONDS", "30"))


class StopSignal:
    """Whether and when a stop was requested; also carries the process's start time for the
    setup seconds."""

    def __init__(self, started: float | None = None) -> None:
        self.started = time.monotonic() if started is None else started
        self.requested_at: float | None = None

    @classmethod
    def installed(cls, started: float) -> Self:
        """A StopSignal that SIGTERM sets."""
        stop = cls(started)
        signal.signal(signal.SIGTERM, lambda *_: stop.request())
        return stop

    def request(self) -> None:
        """Remembers the first request."""
        self.requested_at = self.requested_at or time.monotonic()

    @property
    def requested(self) -> bool:
        return self.requested_at is not None

    def evaluation_is_over(self) -> bool:
        """True when a stopping run has used up its evaluation time."""
        asked = self.requested_at
        return asked is not None and time.monotonic() > asked + EVALUATION_GRACE_SECONDS
