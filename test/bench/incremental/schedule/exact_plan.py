"""The exact plan of `retrainopt` (Yang and Mathioudakis, ECML PKDD 2026) for each stream on stdin, as JSON lines: {"id", "days", "prices":
[by day], "losses": [[by day] of the model before the first day, then of those trained on day 0, 1, ...]} -> {"id", "cost", "trainings"}.
"""

import json
import sys

from retrainopt.core import solve_exact_schedule
from retrainopt.types import DecisionAction

ALL = 1  # one size to choose from: all inputs


def costs_of(stream):
    """The model of each day as `retrainopt` wants it."""
    before, *trained = stream["losses"]
    costs = {(-1, 0): {"training_cost": 0.0, "future_losses": dict(enumerate(before))}}
    for day, (price, losses) in enumerate(zip(stream["prices"], trained, strict=True)):
        known = dict(enumerate(losses, start=day))
        costs[(day, ALL)] = {"training_cost": float(price), "future_losses": known}
    return costs


for line in sys.stdin:
    stream = json.loads(line)
    cost, decisions, _, _ = solve_exact_schedule(stream["days"], costs_of(stream))
    days = [
        day for day, d in enumerate(decisions) if d.action == DecisionAction.RETRAIN
    ]
    print(json.dumps({"id": stream["id"], "cost": round(cost), "trainings": days}))
