"""Which rows stand for a concept best: iCaRL's herding (Rebuffi et al., 2017)."""

from collections.abc import Sequence

import numpy as np

MOST = 200


def herded(features: np.ndarray, most: int = MOST) -> list[int]:
    """The places of at most `most` rows of `features` [n, d], in the order in which each brings the
    mean of those chosen closest to the mean of all. Rows count by direction; ties by place."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    rows = features / np.maximum(lengths, 1e-12)
    mean, total = rows.mean(axis=0), np.zeros(rows.shape[1])
    left, chosen = np.ones(len(rows), bool), []
    for count in range(1, min(most, len(rows)) + 1):
        # |mean - (total + row) / count|² without what is the same of every row.
        aim = mean * count - total
        distance = (rows * rows).sum(axis=1) - 2 * rows @ aim
        distance[~left] = np.inf
        best = int(distance.argmin())
        left[best] = False
        total += rows[best]
        chosen.append(best)
    return chosen


def herded_by_concept(
    ids: Sequence[str], positives: Sequence[Sequence[int]], features: np.ndarray, concepts: int
) -> list[list[str]]:
    """For each of so many concepts the ids of its rows in herding order. `ids` and `positives`
    (indices of concepts): of the rows of `features` [n, d]. A row stands in the list of each
    concept that it has."""
    places: list[list[int]] = [[] for _ in range(concepts)]
    for place, own in enumerate(positives):
        for concept in own:
            places[concept].append(place)
    return [[ids[own[n]] for n in herded(features[own])] if own else [] for own in places]
