"""Which rows stand for a concept best, and the file that names them."""

import json
import random

import numpy as np
import pytest

from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.models.incremental import exemplars
from deeptune_trainer.models.incremental.exemplars import evenly_spaced, keep_exemplars
from deeptune_trainer.models.incremental.herding import herded, herded_by_concept


def units(count, seed=0):
    rows = np.random.RandomState(seed).rand(count, 8)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def distance(rows, chosen):
    """Between the mean of all rows and that of the chosen."""
    return float(np.linalg.norm(rows.mean(0) - rows[chosen].mean(0)))


@pytest.mark.parametrize("seed", range(5))
def test_each_row_brings_the_mean_of_the_chosen_closest_to_the_mean_of_all(seed):
    rows = units(40, seed)

    order = herded(rows)

    assert sorted(order) == list(range(40))
    for place in range(40):
        others = [n for n in range(40) if n not in order[:place]]
        best = min(distance(rows, [*order[:place], n]) for n in others)
        assert distance(rows, order[: place + 1]) == pytest.approx(best, abs=1e-9)


def test_the_first_ones_stand_for_the_whole_better_than_others_do():
    rows, chance = units(200), random.Random(1)

    first = distance(rows, herded(rows)[:10])

    assert all(first < distance(rows, chance.sample(range(200), 10)) for _ in range(50))


def test_the_order_knows_neither_lengths_nor_ties_but_by_place():
    rows = units(20)
    longer = rows * np.arange(1, 21)[:, None]

    assert herded(longer) == herded(rows)
    assert herded(np.ones((4, 3))) == [0, 1, 2, 3]
    assert herded(np.zeros((2, 3))) == [0, 1]
    assert len(herded(units(500))) == 200


def test_a_row_stands_in_the_list_of_each_of_its_concepts():
    lists = herded_by_concept(["i", "j", "k"], [(0,), (0, 2), ()], units(3), 3)

    assert [sorted(each) for each in lists] == [["i", "j"], [], ["j"]]


@pytest.fixture
def paths(tmp_path, caplog):
    caplog.set_level("INFO")
    (tmp_path / "checkpoints").mkdir()
    return Paths(tmp_path)


class Row:
    def __init__(self, number):
        self.id, self.positives = f"r{number}", (number % 2,)


ROWS = [Row(number) for number in range(10)]


def test_the_file_names_the_rows_of_each_concept(paths, caplog):
    keep_exemplars(paths, ["even", "odd"], ROWS, lambda places: units(len(places)))

    content = json.loads(paths.exemplars.read_text())
    assert content["schemaVersion"] == 1
    assert {name: sorted(ids) for name, ids in content["concepts"].items()} == {
        "even": ["r0", "r2", "r4", "r6", "r8"],
        "odd": ["r1", "r3", "r5", "r7", "r9"],
    }
    assert "exemplars: 10 of 10 inputs" in caplog.text


def test_of_very_many_rows_evenly_spaced_ones_are_looked_at(paths, caplog, monkeypatch):
    monkeypatch.setattr(exemplars, "MOST_ROWS", 4)

    keep_exemplars(paths, ["even", "odd"], ROWS, lambda places: units(len(places)))

    assert evenly_spaced(10) == [0, 2, 5, 7]
    names = {i for ids in json.loads(paths.exemplars.read_text())["concepts"].values() for i in ids}
    assert names == {"r0", "r2", "r5", "r7"}
    assert "of 4 evenly spaced ones" in caplog.text


def broken(places):
    raise ValueError("no features")


@pytest.mark.parametrize(
    ("features", "reason"),
    [(broken, "ValueError: no features"), (lambda places: units(3), "a stop was requested")],
)
def test_a_training_does_not_fail_by_it_and_an_old_file_does_not_stay(
    paths, caplog, features, reason
):
    paths.exemplars.write_text("{}")

    keep_exemplars(paths, ["even", "odd"], ROWS, features)

    assert not paths.exemplars.exists()
    assert f"exemplars are not kept: {reason}" in caplog.text
