"""A request to stop (SIGTERM), remembered until the training loop can honour it."""

import os
import signal
import time

# SageMaker kills 120 s after SIGTERM; the evaluation of a stopped run gets only part of it, the
# rest is for saving.
EVALUATION_GRACE_SECONDS = float(os.environ.get("DEEPTUNE_STOP_EVALUATION_SECONDS", "30"))


class StopSignal:
    """Whether and when somebody asked to stop; also carries the process's start time for the
    setup seconds."""

    def __init__(self, started=None):
        self.started = time.monotonic() if started is None else started
        self.requested_at = None

    @classmethod
    def installed(cls, started):
        """A StopSignal that SIGTERM sets."""
        stop = cls(started)
        signal.signal(signal.SIGTERM, lambda *_: stop.request())
        return stop

    def request(self):
        """Remembers the first request."""
        self.requested_at = self.requested_at or time.monotonic()

    @property
    def requested(self):
        return self.requested_at is not None

    def evaluation_is_over(self):
        """True when a stopping run has used up its evaluation time."""
        return self.requested and time.monotonic() > self.requested_at + EVALUATION_GRACE_SECONDS
