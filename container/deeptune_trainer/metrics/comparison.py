"""Incremental training in numbers per concept, for metrics that have one number for each."""

import numpy as np


def mean_of(per_concept, name):
    """The mean over the concepts that have objects, or None."""
    values = [entry[name] for entry in per_concept if entry[name] is not None]
    return float(np.mean(values)) if values else None


def comparison_of_concepts(held_out, parent_held_out, parent_ids, metric, value):
    """The fields of incremental training: `value` names the number of a concept in perConcept,
    `metric` the mean of it. Concepts are told apart by id; the two were measured on the same
    rows."""
    after, before = held_out["perConcept"], parent_held_out["perConcept"]
    old = [entry for entry in after if entry["conceptId"] in parent_ids]
    new = [entry for entry in after if entry["conceptId"] not in parent_ids]
    of_parent = mean_of([e for e in before if e["conceptId"] in parent_ids], value)
    of_child = mean_of(old, value)

    def part(entries):
        return {"count": sum(e["count"] for e in entries), metric: mean_of(entries, value)}

    is_measured = of_parent is not None and of_child is not None
    return {
        "oldConcepts": part(old),
        "newConcepts": part(new),
        "parent": {f"{metric}OnOldConcepts": of_parent},
        "forgetting": of_parent - of_child if is_measured else None,
    }
