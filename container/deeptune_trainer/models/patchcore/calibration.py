"""How an anomaly model's scores become values from 0 to 1."""

import math
from collections.abc import Sequence

import numpy as np

TYPICAL_VALUE = 0.05


def calibrated(
    scores: Sequence[float] | float | np.ndarray, calibration: dict[str, float]
) -> np.ndarray:
    """Scores as values from 0 to 1: a typical normal one is 0.05, one at the threshold 0.5."""
    typical, threshold = calibration["typical"], calibration["threshold"]
    width = (threshold - typical) / math.log(1 / TYPICAL_VALUE - 1)
    width = max(width, 1e-3 * abs(threshold), 1e-9)
    return 1 / (1 + np.exp(-np.clip((np.asarray(scores) - threshold) / width, -50, 50)))
