"""Incremental training in numbers per concept, for metrics that have one number for each."""

from collections.abc import Sequence
from typing import Any

import numpy as np


def mean_of(per_concept: Sequence[dict[str, Any]], name: str) -> float | None:
    """The mean over the concepts that have objects, or None."""
    values = [entry[name] for entry in per_concept if entry[name] is not None]
    return float(np.mean(values)) if values else None


def comparison_of_concepts(
    held_out: dict[str, Any],
    parent_held_out: dict[str, Any],
    parent_ids: tuple[str, ...],
    metric: str,
    value: str,
) -> dict[str, Any]:
    """The fields of incremental training: `value` names the number of a concept in perConcept,
    `metric` the mean of it. Concepts are matched by id; the two were measured on the same
    rows."""
    after, before = held_out["perConcept"], parent_held_out["perConcept"]
    old = [entry for entry in after if entry["conceptId"] in parent_ids]
    new = [entry for entry in after if entry["conceptId"] not in parent_ids]
    of_parent = mean_of([e for e in before if e["conceptId"] in parent_ids], value)
    of_child = mean_of(old, value)

    def part(entries: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {"count": sum(e["count"] for e in entries), metric: mean_of(entries, value)}

    forgetting = None
    if of_parent is not None and of_child is not None:
        forgetting = of_parent - of_child
    return {
        "oldConcepts": part(old),
        "newConcepts": part(new),
        "parent": {f"{metric}OnOldConcepts": of_parent},
        "forgetting": forgetting,
    }
