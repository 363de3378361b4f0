"""Which rows of the train split choose the best epoch."""

import random
from collections import Counter

import pytest

from deeptune_trainer.data.dataset import DatasetVersion, Row
from deeptune_trainer.data.pair_data import Pair
from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.loop.best_epoch import EpochSettings
from deeptune_trainer.loop.validation_part import (
    reason_without,
    validation_of,
    with_validation_part,
)

SETTINGS = EpochSettings()


def row(number, concepts, content=None, origin="new"):
    """A row of the train split with a text of its own, or the given one."""
    text = f"text {number}" if content is None else content
    return Row(f"i{number}", None, text, tuple(concepts), "train", origin)


def carved(rows, seed=7, **options):
    """The DatasetVersion of these train rows after the validation part was taken."""
    return with_validation_part(DatasetVersion(tuple(rows), (), 0), SETTINGS, seed, **options)


def of_concepts(counts):
    """Rows of the concepts 0, 1, ..., so many of each."""
    labels = [concept for concept, count in enumerate(counts) for _ in range(count)]
    return [row(number, [concept]) for number, concept in enumerate(labels)]


def test_a_tenth_of_each_concept_is_taken_and_nothing_is_lost_or_counted_twice():
    rows = of_concepts([300, 100, 50, 20])

    data = carved(rows)

    by_concept = Counter(row.positives[0] for row in data.validation)
    assert by_concept == {0: 30, 1: 10, 2: 5, 3: 2}
    assert sorted([*data.train, *data.validation], key=lambda r: r.id) == sorted(
        rows, key=lambda r: r.id
    )
    assert data.counts == {"train": 423, "validation": 47, "test": 0, "invalid": 0}


@pytest.mark.parametrize("count", [1, 50, 99])
def test_below_a_hundred_rows_all_are_learned_from(count):
    data = carved(of_concepts([count]))

    assert len(data.train) == count and data.validation == ()
    assert reason_without(data, SETTINGS) == (
        f"no validation part: {count} inputs to train on, 100 are needed"
    )


def test_from_a_hundred_rows_on_there_is_one():
    assert len(carved(of_concepts([50, 50])).validation) == 10


def test_the_choice_depends_on_seed_and_content_alone():
    rows = of_concepts([80, 40])
    shuffled = random.Random(1).sample(rows, len(rows))

    chosen = [
        {r.id for r in carved(some, seed).validation}
        for some, seed in ((rows, 7), (shuffled, 7), (rows, 8))
    ]

    assert chosen[0] == chosen[1] != chosen[2]


def test_rows_of_equal_content_stay_on_one_side():
    rows = [row(number, [number % 2], f"text {number // 4}") for number in range(400)]

    data = carved(rows)

    assert {r.text for r in data.train} & {r.text for r in data.validation} == set()
    assert 30 <= len(data.validation) <= 44


def test_pairs_with_one_prompt_stay_on_one_side():
    rows = [Pair(f"i{n}", f"prompt {n // 2}", f"answer {n}", "train", "new") for n in range(300)]

    data = carved(rows)

    assert {r.text for r in data.train} & {r.text for r in data.validation} == set()
    assert len(data.validation) == 30


def test_one_content_that_is_half_of_all_rows_is_not_taken():
    rows = [row(number, [0], "same" if number % 2 else None) for number in range(200)]

    assert "same" not in {r.text for r in carved(rows).validation}


def test_a_concept_keeps_what_it_has_to_learn_from():
    rare = [row(1000 + number, [1 + number]) for number in range(60)]

    data = carved([*of_concepts([100]), *rare])

    assert {r.positives[0] for r in data.train} == set(range(61))


def test_many_rare_concepts_give_a_tenth_together():
    data = carved(of_concepts([4] * 100))

    assert len(data.validation) == 40
    assert max(Counter(r.positives[0] for r in data.validation).values()) == 1
    assert {r.positives[0] for r in data.train} == set(range(100))


def test_at_least_two_of_a_concept_where_one_alone_measures_nothing():
    data = carved(of_concepts([10] * 30), min_of_concept=2)

    counts = Counter(r.positives[0] for r in data.validation)
    assert sum(counts.values()) == 30 and min(counts.values()) == 2


def test_rows_with_several_concepts_count_for_the_rarest():
    rows = [row(n, [0, 1] if n % 10 == 0 else [0]) for n in range(400)]

    data = carved(rows)

    assert sum(1 in r.positives for r in data.validation) == 4


def test_replayed_and_new_rows_both_give_a_tenth():
    rows = [row(n, [0], origin="replay" if n < 100 else "new") for n in range(300)]

    data = carved(rows)

    assert Counter(r.origin for r in data.validation) == {"replay": 10, "new": 20}


def test_regions_tell_the_concepts_of_an_image():
    def image(number, concepts):
        regions = tuple(Region((c,), (0.0, 0.0, 1.0, 1.0), None, None) for c in concepts)
        return RegionRow(f"i{number}", f"{number:064}", regions, "train", "new")

    data = carved([image(n, [0, 1] if n < 30 else [] if n < 60 else [0]) for n in range(200)])

    shown = [{c for region in r.regions for c in region.positives} for r in data.validation]
    assert shown.count({0, 1}) == 3 and shown.count(set()) == 3 and shown.count({0}) == 14


def test_only_eligible_rows_are_taken_and_counted():
    rows = of_concepts([150, 90])

    data = carved(rows, is_eligible=lambda r: r.positives == (0,))
    too_few = carved(rows, is_eligible=lambda r: r.positives == (1,))

    assert {r.positives for r in data.validation} == {(0,)} and len(data.validation) == 15
    assert too_few.validation == ()


def test_the_part_stops_growing_at_five_thousand_rows():
    assert len(carved(of_concepts([80_000])).validation) == 5_000


def test_without_evaluation_nothing_is_taken_and_the_reason_says_so(caplog):
    settings = EpochSettings(patience=2, validates=False)
    data = with_validation_part(DatasetVersion(tuple(of_concepts([200])), (), 0), settings, 7)

    validation = validation_of(data, settings, "accuracy", lambda: 0.5)

    assert data.validation == () and validation.count == 0 and validation.patience == 0
    assert validation.reason == "no validation part: evaluation_strategy is no"
