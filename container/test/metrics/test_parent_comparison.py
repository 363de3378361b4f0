"""A child beside its parent: concepts are matched by id, in any order."""

import numpy as np
import pytest

from deeptune_trainer.metrics.parent_comparison import comparison_with_parent

# Rows of a, a, b, b and c; the parent knows a and b, and has the second b wrong.
IDS = ["a", "b", "c"]
TRUTH, CHILD, PARENT = [0, 0, 1, 1, 2], [0, 1, 1, 2, 2], [0, 0, 0, 1, 1]


def columns(places, ids, order):
    """One-hot rows of IDS in another order of concepts."""
    return np.eye(len(ids))[places][:, [ids.index(i) for i in order]]


@pytest.mark.parametrize("order", [IDS, ["c", "b", "a"], ["b", "c", "a"]])
@pytest.mark.parametrize("parent_order", [["a", "b"], ["b", "a"]])
def test_a_child_is_compared_with_its_parent_on_the_old_concepts(order, parent_order):
    answers = columns(CHILD, IDS, order), columns(TRUTH, IDS, order)
    of_parent = columns(PARENT, ["a", "b"], parent_order)

    found = comparison_with_parent(answers, of_parent, order, parent_order)

    of_concept = {entry.pop("conceptId"): entry for entry in found["oldConcepts"].pop("perConcept")}
    assert of_concept == {
        "a": {"count": 2, "before": 1.0, "after": 0.5},
        "b": {"count": 2, "before": 0.5, "after": 0.5},
    }
    assert found["oldConcepts"] == {"count": 4, "accuracy": 0.5}
    assert found["newConcepts"] == {"count": 1, "accuracy": 1.0}
    assert found["parent"] == {"accuracyOnOldConcepts": 0.75, "negativeFlipPercent": 50.0}
    assert found["forgetting"] == 0.25


def test_a_parent_that_answers_a_concept_which_the_child_lacks_is_wrong():
    answers = np.eye(2)[[0, 0]], np.eye(2)[[0, 0]]
    of_parent = np.eye(3)[[2, 0]]  # the first is answered with what the child no longer has

    found = comparison_with_parent(answers, of_parent, ["a", "new"], ["a", "b", "gone"])

    assert found["parent"]["accuracyOnOldConcepts"] == 0.5
    assert found["forgetting"] == -0.5
    assert [entry["conceptId"] for entry in found["oldConcepts"]["perConcept"]] == ["a"]


def test_without_old_or_new_rows_the_comparison_stays_empty():
    answers = np.zeros((0, 3)), np.zeros((0, 3))

    found = comparison_with_parent(answers, np.zeros((0, 2)), IDS, ["a", "b"])

    assert found["forgetting"] is None and found["newConcepts"]["accuracy"] is None
    assert found["parent"]["negativeFlipPercent"] is None
    assert found["oldConcepts"]["perConcept"][0]["before"] is None
