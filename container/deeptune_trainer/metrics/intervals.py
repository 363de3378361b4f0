"""95 % confidence intervals of held-out metrics, in plain numpy; the same numbers every time."""

import math
from collections.abc import Callable

import numpy as np

Z = 1.959964  # the standard normal's 97.5 % quantile
RESAMPLES, SEED = 1000, 0
# Of fewer rows resampling shows too little variation, of rows that are all right none at all.
MIN_RESAMPLED_ROWS = 10


def wilson(share: float, count: int) -> list[float]:
    """[low, high] of a share of `count` inputs.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    JASA 22 (1927); recommended by Brown, Cai and DasGupta, Statistical Science 16 (2001). For any
    mean of numbers from 0 to 1 it is at least wide enough: none of them varies more than a share.
    """
    square = Z * Z / count
    middle = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / count + square / (4 * count)) / (1 + square)
    return [max(0.0, middle - half), min(1.0, middle + half)]


def roc_auc_interval(area: float, positives: int, negatives: int) -> list[float]:
    """[low, high] of an area under the ROC curve of so many positives and negatives.

    Source: variance by Hanley and McNeil, Radiology 143 (1982), solved for the limits as Wilson
    does; method 5 of R. G. Newcombe, Statistics in Medicine 25 (2006), 559-573. It stays honest for
    few rows and for an area of 1, of which resampling sees no variation.
    """

    def distance(limit: float) -> float:
        mean = (positives + negatives) / 2 - 1
        spread = 1 + mean * (1 - limit) / (2 - limit) + mean * limit / (1 + limit)
        variance = limit * (1 - limit) * spread / (positives * negatives)
        return abs(area - limit) - Z * math.sqrt(variance)

    return [bisected(distance, 0.0, area), bisected(distance, 1.0, area)]


def bisected(distance: Callable, outside: float, inside: float) -> float:
    """Where `distance` is 0 between `outside`, where it is not negative, and `inside`."""
    for _ in range(60):
        middle = (outside + inside) / 2
        if distance(middle) > 0:
            outside = middle
        else:
            inside = middle
    return (outside + inside) / 2


def bootstrapped(statistic: Callable, count: int) -> list[float]:
    """[low, high] of `statistic(weights)`, a metric of `count` rows that each count `weights` [n]
    times: the middle 95 % of its values on RESAMPLES draws with replacement, from a fixed seed.

    Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), percentile
    interval. None where a draw leaves nothing to measure is not counted.
    """
    random = np.random.default_rng(SEED)
    draws = (random.integers(0, count, count) for _ in range(RESAMPLES))
    values = [statistic(np.bincount(draw, minlength=count)) for draw in draws]
    measured = [value for value in values if value is not None]
    return [float(limit) for limit in np.quantile(measured, [0.025, 0.975])]


def resampled_interval(value: float, statistic: Callable, count: int) -> tuple[str, list[float]]:
    """(method, [low, high]) of a metric from 0 to 1 whose value is `value`: bootstrapped, or where
    the rows are too few or too much alike for that, Wilson's, which is wider."""
    if count >= MIN_RESAMPLED_ROWS:
        low, high = bootstrapped(statistic, count)
        if low < high:
            return "bootstrap", [low, high]
    return "wilson", wilson(value, count)
