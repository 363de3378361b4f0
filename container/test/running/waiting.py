"""Waiting for a moment of a running job."""

import json
import time


def until(condition, process):
    """Waits until `condition()`; fails where the process ends first."""
    while not condition():
        assert process.is_alive(), "the job ended before the moment the test waits for"
        time.sleep(0.002)


def steps_done(root):
    """The last step in progress.jsonl, 0 before it exists."""
    path = root / "checkpoints/progress.jsonl"
    steps = (
        [json.loads(line)["step"] for line in path.read_text().splitlines()[:-1]]
        if path.exists()
        else []
    )
    return max(steps, default=0)
