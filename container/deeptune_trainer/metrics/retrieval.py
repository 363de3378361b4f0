"""How well an embedder finds images of the same concept: recall at k among the held-out images."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Subset

from ..contract.phase_clock import clock
from ..data.anomaly_data import AnomalyRow
from ..data.batches import ImageInputs, data_workers, stack
from ..data.dataset import Row
from ..data.images import Preprocessing
from ..device.compute import evaluation_context
from ..models.embedding import Embedder
from ..models.frozen.feature_cache import FeatureInputs

MAX_ROWS = 5_000  # every row is compared with every other
BATCH_SIZE, CHUNK = 32, 512
RANKS = (1, 5)
THUMBNAIL = (16, 16)


def embeddings_of(
    model: Embedder, inputs: FeatureInputs | ImageInputs | Subset, is_over: Callable = lambda: False
) -> np.ndarray:
    """float32 [n, dimensions] of the images of an ImageInputs, or of some of them; fewer rows once
    `is_over()`. Leaves the model in the mode it was in."""
    was_training, device = model.training, next(model.parameters()).device
    workers = {"num_workers": data_workers(), "generator": torch.Generator()}
    found = [np.zeros((0, model.projection.out_features), dtype=np.float32)]
    model.eval()
    with evaluation_context(model):
        for batch in DataLoader(inputs, BATCH_SIZE, collate_fn=stack, **workers):
            if is_over():
                break
            clock.count_pass(len(batch["pixel_values"]))
            found.append(model.embed(batch["pixel_values"].to(device)).float().cpu().numpy())
    model.train(was_training)
    return np.concatenate(found)


def thumbnails_of(inputs: Any) -> np.ndarray:
    """The trivial embedding: the pixels of a 16 x 16 thumbnail, less their mean."""
    small = ImageInputs(inputs.rows, inputs.paths, Preprocessing(THUMBNAIL), inputs.concept_count)
    pixels = [small[i]["pixel_values"].flatten().numpy() for i in range(len(small))]
    vectors = np.stack(pixels) if pixels else np.zeros((0, 1), dtype=np.float32)
    return vectors - vectors.mean(axis=1, keepdims=True)


def hits_of(embeddings: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Booleans [n, ranks]: whether one of a row's 1 or 5 nearest neighbours, by cosine and among
    all other rows, has a concept of the row."""
    targets = targets[: len(embeddings)] > 0
    nearest = nearest_of(embeddings, max(RANKS))
    found = [np.zeros((0, len(RANKS)), dtype=bool)]
    for start in range(0, len(targets), CHUNK):
        rows = slice(start, start + CHUNK)
        same = (targets[rows][:, None] & targets[nearest[rows]]).any(axis=2)
        found.append(np.stack([same[:, :rank].any(axis=1) for rank in RANKS], axis=1))
    return np.concatenate(found)


def nearest_of(embeddings: np.ndarray, most: int) -> np.ndarray:
    """The places [n, up to `most`] of each row's nearest neighbours, by cosine and among all other
    rows, the nearest first."""
    units = units_of(embeddings)
    width = max(0, min(most, len(units) - 1))
    found = [np.zeros((0, width), dtype=np.int64)]
    for start in range(0, len(units), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(units)))
        cosines = units[rows] @ units.T
        cosines[np.arange(len(rows)), rows] = -np.inf
        found.append(np.argsort(-cosines, axis=1, kind="stable")[:, :width])
    return np.concatenate(found)


def units_of(embeddings: np.ndarray) -> np.ndarray:
    """The embeddings at length 1."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return embeddings / np.maximum(lengths, 1e-12)


def recalls(hits: np.ndarray, asked: np.ndarray) -> dict[str, Any]:
    """{count, recall1, recall5} of the rows `asked` (booleans, one per row or more)."""
    chosen = hits[asked[: len(hits)]]
    values = chosen.mean(axis=0).tolist() if len(chosen) else [None] * len(RANKS)
    return {"count": len(chosen), **{f"recall{k}": v for k, v in zip(RANKS, values, strict=True)}}


def chance(targets: np.ndarray, asked: np.ndarray) -> float | None:
    """The recall at 1 of a neighbour drawn blindly, for the rows `asked`."""
    targets = targets > 0
    if len(targets) < 2 or not asked.any():
        return None
    same = (targets[asked].astype(np.float32) @ targets.T.astype(np.float32)) > 0
    others = same.sum(axis=1) - targets[asked].any(axis=1)
    return float(others.mean() / (len(targets) - 1))


def evenly(rows: Sequence[AnomalyRow | Row | int], max_rows: int) -> list[Any]:
    """Up to `max_rows` evenly spaced rows."""
    places: Any = (
        np.linspace(0, len(rows) - 1, min(len(rows), max_rows)).astype(int) if rows else []
    )
    return [rows[place] for place in places]


def recall_at_1(embeddings: np.ndarray, inputs: FeatureInputs | ImageInputs) -> float:
    """Recall at 1 among the first rows of an ImageInputs, those that the embeddings are of; None
    for no rows. Asked are those whose concepts another one has: no other could be found."""
    targets = targets_of_rows(inputs.rows, inputs.concept_count)[: len(embeddings)]
    others = targets.sum(axis=0) > 1
    return recalls(hits_of(embeddings, targets), (targets & others).any(axis=1))["recall1"]


def targets_of_rows(rows: Sequence[Row], concept_count: int) -> np.ndarray:
    """The rows' concepts as booleans [n, concepts]."""
    targets = np.zeros((len(rows), concept_count), dtype=bool)
    for place, row in enumerate(rows):
        targets[place, list(row.positives)] = True
    return targets
