"""A classifier beside its parent, on the same held-out rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .classification_metrics import accuracy, right_rows


def comparison_with_parent(
    answers: tuple[np.ndarray, np.ndarray],
    parent_scores: np.ndarray,
    concept_ids: Sequence[str],
    parent_ids: Sequence[str],
) -> dict[str, Any]:
    """The fields of incremental training. `answers`: (scores, targets) [n, k] of the concepts
    `concept_ids`; `parent_scores` [n, its concepts] of `parent_ids`. Concepts are matched by id.

    Old rows have only old concepts, new rows have a new one. Returns oldConcepts, newConcepts,
    parent and forgetting (the parent's accuracy on old rows less the child's); perConcept of the
    old ones: {conceptId, count, before, after}, the share of old rows with the concept that each
    has right.
    """
    scores, targets = answers
    old_columns = [place for place, i in enumerate(concept_ids) if i in parent_ids]
    is_new = np.delete(targets, old_columns, axis=1).sum(axis=1) > 0
    old, old_targets = scores[~is_new], targets[~is_new]
    of_parent, parent_targets = parent_scores[~is_new], of_ids(old_targets, concept_ids, parent_ids)
    before, after = accuracy(of_parent, parent_targets), accuracy(old, old_targets)
    was_right, is_right = right_rows(of_parent, parent_targets), right_rows(old, old_targets)
    return {
        "oldConcepts": {
            "count": len(old),
            "accuracy": after,
            "perConcept": [
                concept_before_and_after(
                    concept_ids[place], old_targets[:, place] > 0, was_right, is_right
                )
                for place in old_columns
            ],
        },
        "newConcepts": {
            "count": int(is_new.sum()),
            "accuracy": accuracy(scores[is_new], targets[is_new]),
        },
        "parent": {
            "accuracyOnOldConcepts": before,
            "negativeFlipPercent": 100.0 * share(was_right & ~is_right) if len(old) else None,
        },
        "forgetting": None if before is None or after is None else before - after,
    }


def of_ids(targets: np.ndarray, ids: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    """The targets [n, ids] with a column for each of `wanted`, zeros where `ids` lack it."""
    place_of = {concept_id: place for place, concept_id in enumerate(ids)}
    found = np.zeros((len(targets), len(wanted)), dtype=targets.dtype)
    for column, concept_id in enumerate(wanted):
        if concept_id in place_of:
            found[:, column] = targets[:, place_of[concept_id]]
    return found


def concept_before_and_after(
    concept_id: str, has: np.ndarray, was_right: np.ndarray, is_right: np.ndarray
) -> dict[str, Any]:
    """One entry of perConcept; None for no rows."""
    count = int(has.sum())
    before, after = ((share(each[has]) if count else None) for each in (was_right, is_right))
    return {"conceptId": concept_id, "count": count, "before": before, "after": after}


def share(flags: np.ndarray) -> float:
    """The share of flags that are set."""
    return float(flags.mean())
