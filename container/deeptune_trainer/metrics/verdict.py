"""Whether a model is better than a trivial answer, by a confidence interval of its metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MAX_ANSWER_LENGTH = 60
# From so many rows on an interval is narrow enough for a third decimal.
ROWS_FOR_THREE_DECIMALS = 1000


@dataclass(frozen=True)
class Measured:
    """A metric on held-out rows. `interval`: (method, [low, high]) or None; `trivial`: the metric
    of `trivial_answer` (as in "not better than ..."), `untrained`: of the model before training,
    both on the same rows. What could not be measured is None."""

    metric: str
    value: float | None
    count: int
    interval: tuple | None
    trivial: float | None
    trivial_answer: str
    untrained: float | None
    greater_is_better: bool = True


def verdict(measured: Measured) -> dict[str, Any]:
    """`verdict` of metrics.json for a Measured."""
    m = measured
    method, interval = m.interval or (None, None)
    is_better = interval is not None and is_beyond(interval, m)
    return {
        "metric": m.metric,
        "heldOut": m.value,
        "interval": interval,
        "method": method,
        "count": m.count,
        "trivial": m.trivial,
        "trivialAnswer": m.trivial_answer,
        "untrained": m.untrained,
        "greaterIsBetter": m.greater_is_better,
        "isBetterThanTrivial": is_better,
        "text": text_of(m, is_better),
    }


def is_beyond(interval: Sequence[float], measured: Measured) -> bool:
    """Whether the whole interval is better than the trivial answer."""
    (low, high), trivial = interval, measured.trivial
    if trivial is None:
        return False
    return low > trivial if measured.greater_is_better else high < trivial


def text_of(measured: Measured, is_better: bool) -> str:
    """The verdict in one sentence."""
    m = measured
    if m.value is None or m.interval is None or m.trivial is None:
        return f"not known to be better than {m.trivial_answer}: {why_unknown(m)}"
    low, high = m.interval[1]
    untrained = "" if m.untrained is None else f", before training {shown(m.untrained, m)}"
    return (
        f"{'' if is_better else 'not '}better than {m.trivial_answer} "
        f"({m.metric} {shown(m.value, m)} on {m.count} held-out inputs, "
        f"95 % interval {shown(low, m)} to {shown(high, m)}, trivial {shown(m.trivial, m)}"
        f"{untrained})"
    )


def why_unknown(measured: Measured) -> str:
    """Why nothing can be said."""
    if not measured.count:
        return "no held-out input was measured"
    if measured.value is not None and measured.trivial is not None:
        return f"{measured.count} held-out inputs are too few to tell"
    return f"{measured.metric} cannot be measured on {measured.count} held-out inputs"


def shown(value: float, measured: Measured) -> str:
    """The metric as text."""
    return f"{value:.{3 if measured.count >= ROWS_FOR_THREE_DECIMALS else 2}f}"


def always(answer: str) -> str:
    """What the trivial answer is called: always the same `answer`."""
    line = " ".join(answer.split())
    cut = line if len(line) <= MAX_ANSWER_LENGTH else f"{line[: MAX_ANSWER_LENGTH - 1]}…"
    return f"always answering '{cut}'"
