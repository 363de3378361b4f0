"""Average precision from stored matches, against COCO's own accumulation."""

import contextlib
import io

import numpy as np
import pytest

from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.metrics.regions.detection_matches import average_precisions, merged_matches
from deeptune_trainer.metrics.regions.detection_metrics import (
    detection_metrics,
    evaluated,
    matched,
    metrics_of_matches,
)
from deeptune_trainer.models.detection import Found

IDS = ["a", "b", "c", "never"]


def examples(seed, count):
    """(rows, answers): boxes of three concepts, and answers near them and elsewhere, with equal
    scores among them."""
    chance = np.random.RandomState(seed)

    def box():
        top, left = chance.rand(2) * 0.5
        return top, left, top + 0.1 + chance.rand() * 0.4, left + 0.1 + chance.rand() * 0.4

    rows, found = [], []
    for place in range(count):
        regions = tuple(
            Region((int(chance.randint(3)),), box(), None, None) for _ in range(chance.randint(4))
        )
        rows.append(RegionRow(str(place), "0" * 64, regions, "test", "new"))
        boxes = np.array([r.box for r in regions] + [box() for _ in range(6)])
        scores = np.round(chance.rand(len(boxes), len(IDS)), 1).astype(np.float32)
        found.append(Found(scores, boxes + chance.normal(0, 0.01, boxes.shape)))
    return rows, found


@pytest.mark.parametrize("seed", range(3))
def test_precision_is_what_cocos_code_gives(seed):
    rows, found = examples(seed, 40)
    evaluation = evaluated(rows, found, len(IDS))
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation.accumulate()
    precision = evaluation.eval["precision"][:, :, :, 0, -1]

    metrics = detection_metrics(rows, found, IDS)

    for place in range(3):
        entry = metrics["perConcept"][place]
        assert entry["ap50"] == pytest.approx(precision[0, :, place].mean(), abs=1e-12)
        assert entry["ap"] == pytest.approx(precision[:, :, place].mean(), abs=1e-12)
    assert metrics["perConcept"][3]["ap50"] is None


def test_images_matched_in_parts_give_the_same_numbers():
    rows, found = examples(7, 30)
    cuts = [(0, 1), (1, 12), (12, 30)]
    parts = [matched(rows[a:b], found[a:b], len(IDS)) for a, b in cuts]

    merged = metrics_of_matches(merged_matches(parts), IDS)

    assert merged == detection_metrics(rows, found, IDS)


def test_claims_on_images_without_objects_are_wrong():
    rows, found = examples(3, 20)
    empty = [RegionRow(row.id, row.object, (), "test", "new") for row in rows]
    parts = [matched(rows, found, len(IDS)), matched(empty, found, len(IDS))]

    alone, with_empty = parts[0], merged_matches(parts)

    assert not parts[1]["right"].any() and len(parts[1]["score"]) > 0
    assert average_precisions(with_empty, 0)[0] < average_precisions(alone, 0)[0]
