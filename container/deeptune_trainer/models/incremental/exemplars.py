"""exemplars.json beside an export: the rows that stand for each concept best, which later trainings
of the line learn again."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from torch.utils.data import Subset

from ...contract.durable_files import write_json
from ...contract.paths import Paths
from ...contract.training_log import log
from .herding import herded_by_concept
from .passing import passed

MOST_ROWS = 20_000


def keep_exemplars(
    paths: Paths,
    concept_ids: Sequence[str],
    rows: Sequence[Any],
    features: Callable[[list[int]], np.ndarray],
) -> None:
    """Writes checkpoints/exemplars.json of a training that learned from `rows` (each with an id and
    `positives`, indices of `concept_ids`). `features(places)` gives what the network makes of
    the rows at these places [n, d], fewer where a stop came; beyond MOST_ROWS only of evenly spaced
    ones. A training does not fail by it: where it cannot be written, the log says why."""
    try:
        paths.exemplars.unlink(missing_ok=True)  # of an attempt that was stopped
        places = evenly_spaced(len(rows))
        found = features(places)
        if len(found) < len(places):
            log("exemplars are not kept: a stop was requested")
            return
        chosen = [rows[place] for place in places]
        positives = [row.positives for row in chosen]
        lists = herded_by_concept([row.id for row in chosen], positives, found, len(concept_ids))
        by_concept = dict(zip(concept_ids, lists, strict=True))
        write_json(paths.exemplars, {"schemaVersion": 1, "concepts": by_concept})
        of = "" if len(places) == len(rows) else f", of {len(places)} evenly spaced ones"
        log(f"exemplars: {sum(map(len, lists))} of {len(rows)} inputs{of}")
    except Exception as error:
        log(f"exemplars are not kept: {type(error).__name__}: {error}")


def features_of(
    model: Any, inputs: Any, collate: Callable, is_over: Callable
) -> Callable[[list[int]], np.ndarray]:
    """places -> what reaches the head of the classifier `model` of the rows of `inputs` at these
    places [n, d]; fewer where a stop came."""

    def features(places: list[int]) -> np.ndarray:
        parts = passed(model, Subset(inputs, places), collate, is_over)
        return np.concatenate([part.features.numpy() for part in parts])

    return features


def evenly_spaced(count: int) -> list[int]:
    """The places of at most MOST_ROWS of so many rows."""
    most = min(count, MOST_ROWS)
    return [place * count // most for place in range(most)]
