"""Whether what a parent embedded can be searched with the embeddings of its child."""

from typing import Any

import numpy as np

from .retrieval import units_of

ALLOWED_LOSS = 0.01  # of recall at 1
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
    cross = mean_of(nearest_is_right(embeddings[:rows], of_parent[:rows], targets), asked)
    own = mean_of(nearest_is_right(of_parent[:rows], of_parent[:rows], targets), asked)
    if cross is None or own is None:
        text = "not measured: no held-out row of a concept of the parent"
        return {"crossRecall1": None, "parentRecall1": None, "isSearchable": None, "text": text}
    is_searchable = cross >= own - ALLOWED_LOSS
    found = f"recall at 1 among the parent's embeddings is {cross:.3f}, and was {own:.3f}"
    stays = "the parent's embeddings stay searchable"
    text = stays if is_searchable else "the parent's embeddings must be made anew"
    return {
        "crossRecall1": cross,
        "parentRecall1": own,
        "isSearchable": is_searchable,
        "text": f"{text}: {found}",
    }


def nearest_is_right(queries: np.ndarray, gallery: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Booleans [n, 1]: whether the nearest row of the gallery, other than the row itself, has a
    concept in common with it."""
    units, others, found = units_of(queries), units_of(gallery), [np.zeros((0, 1), dtype=bool)]
    if len(units) < 2:
        return found[0]
    for start in range(0, len(units), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(units)))
        cosines = units[rows] @ others.T
        cosines[np.arange(len(rows)), rows] = -np.inf
        nearest = cosines.argmax(axis=1)
        found.append((targets[rows] & targets[nearest]).any(axis=1, keepdims=True))
    return np.concatenate(found)


def mean_of(hits: np.ndarray, asked: np.ndarray) -> float | None:
    """The share of hits among the rows asked; None for no such row."""
    chosen = hits[asked[: len(hits)]]
    return float(chosen.mean()) if len(chosen) else None
