"""Whether what a parent embedded can be searched with the embeddings of its child."""

from typing import Any

import numpy as np
from scipy.stats import binomtest

from .retrieval import units_of

ALLOWED_LOSS, LEVEL = 0.01, 0.05  # of recall at 1, and of the test
CHUNK = 512


def gallery_report(
    embeddings: np.ndarray, of_parent: np.ndarray, targets: np.ndarray, asked: np.ndarray
) -> dict[str, Any]:
    """`gallery` of metrics.json. Of the rows `asked` (booleans [n]), recall at 1 among the other
    rows as the parent embedded them (`of_parent` [n, d]): by the child's embedding (cross), and by
    the parent's own. `targets` [n, concepts]. Backward compatible is who is found by the newer
    embedding as well as by the old one (Shen et al., 2020)."""
    rows = min(len(embeddings), len(of_parent))
    targets, asked = targets[:rows] > 0, asked[:rows]
    cross = nearest_is_right(embeddings[:rows], of_parent[:rows], targets)[asked]
    own = nearest_is_right(of_parent[:rows], of_parent[:rows], targets)[asked]
    if not len(cross):
        text = "not measured: no held-out row of a concept of the parent"
        return {"crossRecall1": None, "parentRecall1": None, "isSearchable": None, "text": text}
    after, before = float(cross.mean()), float(own.mean())
    is_chance = may_be_chance(int((own & ~cross).sum()), int((cross & ~own).sum()))
    is_searchable = after >= before - ALLOWED_LOSS or is_chance
    text = "stay searchable" if is_searchable else "must be made anew to be searched"
    text = f"the parent's embeddings {text}: recall at 1 among them is {after:.3f}"
    text += f", and by its own {before:.3f}"
    if after < before - ALLOWED_LOSS and is_chance:
        text += f"; of {len(cross)} inputs that may be chance"
    return {
        "crossRecall1": after,
        "parentRecall1": before,
        "isSearchable": is_searchable,
        "text": text,
    }


def may_be_chance(lost: int, won: int) -> bool:
    """Whether so many inputs that are found no more, and so many that are only found now, may be
    chance: McNemar's exact test, one-sided."""
    return bool(lost <= won or binomtest(lost, lost + won, alternative="greater").pvalue > LEVEL)


def nearest_is_right(queries: np.ndarray, gallery: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Booleans [n]: whether the nearest row of the gallery, other than the row itself, has a
    concept in common with it."""
    units, others, found = units_of(queries), units_of(gallery), [np.zeros(0, dtype=bool)]
    if len(units) < 2:
        return np.zeros(len(units), dtype=bool)
    for start in range(0, len(units), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(units)))
        cosines = units[rows] @ others.T
        cosines[np.arange(len(rows)), rows] = -np.inf
        nearest = cosines.argmax(axis=1)
        found.append((targets[rows] & targets[nearest]).any(axis=1))
    return np.concatenate(found)
