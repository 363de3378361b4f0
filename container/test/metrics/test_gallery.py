"""Whether a parent's embeddings can be searched with a child's."""

import numpy as np
import pytest

from deeptune_trainer.metrics.gallery import gallery_report

TARGETS = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
ALL = np.ones(4, dtype=bool)
PARENT = np.array([[1, 0.1], [1, 0.2], [0.1, 1], [0.2, 1]], dtype=np.float32)


def test_a_child_that_stays_where_its_parent_was_is_found():
    report = gallery_report(PARENT * 3, PARENT, TARGETS, ALL)

    assert report["crossRecall1"] == report["parentRecall1"] == 1.0 and report["isSearchable"]
    text = "the parent's embeddings stay searchable: recall at 1 among them is 1.000"
    assert report["text"] == f"{text}, and by its own 1.000"


def test_a_child_in_a_space_of_its_own_is_not_though_it_is_as_good_itself():
    rows = [np.repeat(each, 3, axis=0) for each in (PARENT, TARGETS, ALL)]

    report = gallery_report(rows[0][:, ::-1], *rows)

    assert report["crossRecall1"] == 0.0 and report["parentRecall1"] == 1.0
    assert report["isSearchable"] is False and "must be made anew" in report["text"]


def test_only_the_rows_asked_count_and_none_of_them_is_its_own_match():
    asked = np.array([True, False, False, False])
    alone = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)

    assert gallery_report(PARENT, PARENT, TARGETS, asked)["crossRecall1"] == 1.0
    assert gallery_report(PARENT, PARENT, alone, asked)["crossRecall1"] == 0.0


def test_a_loss_that_may_be_chance_is_said_and_does_not_decide():
    report = gallery_report(PARENT[:, ::-1], PARENT, TARGETS, ALL)

    assert report["crossRecall1"] == 0.0 and report["isSearchable"]
    assert report["text"].endswith("of 4 inputs that may be chance")


@pytest.mark.parametrize("rows", [0, 1])
def test_without_rows_it_is_not_measured(rows):
    report = gallery_report(PARENT[:rows], PARENT, TARGETS, ~ALL)

    assert report["isSearchable"] is None and report["text"].startswith("not measured")
