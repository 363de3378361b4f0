"""Confidence intervals against scipy, against simulation, and against COCO's own code."""

import numpy as np
import pytest
from scipy.stats import binomtest, norm

from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.metrics.classification_metrics import roc_auc
from deeptune_trainer.metrics.intervals import (
    bootstrapped,
    resampled_interval,
    roc_auc_interval,
    wilson,
)
from deeptune_trainer.metrics.regions.detection_metrics import (
    detection_metrics,
    evaluated,
    map50_interval,
)
from deeptune_trainer.metrics.regions.detection_resampling import resampled_map50
from deeptune_trainer.metrics.regions.segmentation_metrics import (
    mean_iou_interval,
    segmentation_metrics,
)
from deeptune_trainer.models.detection import Found


@pytest.mark.parametrize(("hits", "count"), [(0, 20), (1, 29), (15, 148), (81, 263), (5, 5)])
def test_wilsons_interval_is_scipys(hits, count):
    judge = binomtest(hits, count).proportion_ci(0.95, "wilson")

    assert wilson(hits / count, count) == pytest.approx([judge.low, judge.high], abs=1e-6)


@pytest.mark.parametrize(("area", "rows"), [(0.5, 20), (0.76, 12), (0.92, 15), (0.98, 40)])
def test_the_interval_of_an_area_covers_the_truth_about_as_often_as_it_says(area, rows):
    chance = np.random.RandomState(3)
    shift, covered = norm.ppf(area) * np.sqrt(2), 0
    for _ in range(400):
        scores = np.concatenate([chance.randn(rows), chance.randn(rows) + shift])
        found = roc_auc(scores, np.repeat([0, 1], rows))
        low, high = roc_auc_interval(found, rows, rows)
        assert 0 <= low <= found <= high <= 1
        covered += low <= area <= high

    assert 0.92 < covered / 400 <= 1


def test_a_few_images_told_apart_perfectly_do_not_prove_much():
    low, high = roc_auc_interval(1.0, 3, 3)
    assert high == pytest.approx(1) and low < 0.6

    flipped = roc_auc_interval(0.0, 3, 3)
    assert flipped == pytest.approx([1 - high, 1 - low], abs=1e-6)
    assert roc_auc_interval(1.0, 300, 300)[0] > 0.98


def test_a_bootstrapped_mean_is_as_sure_as_the_textbook_says_and_the_same_every_time():
    values = np.random.RandomState(1).rand(400)

    intervals = [bootstrapped(lambda w: w @ values / w.sum(), 400) for _ in range(2)]

    half = 1.96 * values.std() / np.sqrt(400)
    assert intervals[0] == intervals[1]
    assert intervals[0] == pytest.approx([values.mean() - half, values.mean() + half], abs=0.004)


def test_few_rows_or_rows_that_are_all_alike_get_the_wider_interval():
    def mean_of(values):
        return lambda w: float(w @ values / w.sum())

    few = np.array([0.9, 1.0, 0.8])
    assert resampled_interval(0.9, mean_of(few), 3) == ("wilson", wilson(0.9, 3))
    right = np.ones(12)
    assert resampled_interval(1.0, mean_of(right), 12) == ("wilson", wilson(1.0, 12))
    mixed = np.arange(12) / 12
    assert resampled_interval(0.46, mean_of(mixed), 12)[0] == "bootstrap"


def scenes(seed, count=14, concepts=3):
    """(rows, found): random boxes, some found well, some badly, some not at all."""
    chance = np.random.RandomState(seed)
    rows, found = [], []
    for number in range(count):
        regions = []
        for _ in range(chance.randint(0, 4)):
            top, left = chance.rand(2) * 0.6
            box = (top, left, top + 0.1 + chance.rand() * 0.3, left + 0.1 + chance.rand() * 0.3)
            regions.append(Region((int(chance.randint(concepts)),), box, None, None))
        rows.append(RegionRow(f"i{number}", "0" * 64, tuple(regions), "test", "new"))
        boxes = [np.array(r.box) + chance.randn(4) * 0.03 for r in regions if chance.rand() < 0.8]
        boxes += [np.array([0.1, 0.1, 0.5, 0.5])]
        scores = chance.rand(len(boxes), concepts) * 0.5
        for place, region in enumerate(regions[: len(boxes) - 1]):
            scores[place, region.positives[0]] += 0.4
        found.append(Found(scores.astype(np.float32), np.clip(np.array(boxes), 0, 1)))
    return rows, found


@pytest.mark.parametrize("seed", range(4))
def test_counting_images_several_times_gives_what_cocos_code_gives_for_their_copies(seed):
    rows, found = scenes(seed)
    ids, chance = ["a", "b", "c"], np.random.RandomState(seed)
    statistic = resampled_map50(evaluated(rows, found, 3))

    for weights in (np.ones(len(rows), int), *(chance.randint(0, 4, (5, len(rows))))):
        copies = [place for place, count in enumerate(weights) for _ in range(count)]
        judge = detection_metrics([rows[i] for i in copies], [found[i] for i in copies], ids)
        assert statistic(weights) == pytest.approx(judge["map50"], abs=1e-9)


def test_a_map_has_an_interval_around_it_and_none_without_objects():
    rows, found = scenes(9, count=40)
    map50 = detection_metrics(rows, found, ["a", "b", "c"])["map50"]

    method, (low, high) = map50_interval(rows, found, 3, map50)

    assert method == "bootstrap" and low < map50 < high and high - low < 0.5
    assert map50_interval(rows, found, 3, None) is None


def test_a_mean_iou_has_an_interval_around_it():
    chance = np.random.RandomState(5)
    matrices = [
        np.diag(chance.randint(20, 60, 4)) + chance.randint(0, 9, (4, 4)) for _ in range(30)
    ]
    value = segmentation_metrics(matrices, ["a", "b", "c"])["meanIou"]

    method, (low, high) = mean_iou_interval(matrices, value)

    assert method == "bootstrap" and low < value < high and high - low < 0.1
