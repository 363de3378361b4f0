"""Hyperparameters that mean the same end the same; what nobody knows is refused. That each of them
does something is shown in test_hyperparameter_effects.py."""

import pytest
from digits import concepts, rows
from jobs import failure_of, run_job, run_jobs, weights_of, write_job

BASE = {"image_size": 8, "num_epochs": 2, "batch_size": 16, "per_item_lrate": 6e-5}
DEFAULTS = [{"seed": -1}, {"logreg": 1}, {"pretrained_weights": "None"}, {"momentum": None}]


@pytest.fixture(scope="module")
def weights_with(tmp_path_factory, objects):
    """A function (changes to BASE by name) -> digests by name of the weights small jobs end
    with."""

    def train(changes):
        folder = tmp_path_factory.mktemp("effect")
        for name, change in changes.items():
            write_job(folder / name, rows(48, 0), concepts(range(10)), BASE | change, objects)
        run_jobs([folder / name for name in changes])
        return {name: weights_of(folder / name) for name in changes}

    return train


def test_defaults_written_out_change_nothing(weights_with):
    weights = weights_with({"nothing": {}, **{next(iter(c)): c for c in DEFAULTS}})

    assert len(set(weights.values())) == 1, weights


def test_logreg_0_means_exclusive_concepts(weights_with):
    exclusive = {"concepts_mutually_exclusive": True}

    weights = weights_with({"logreg": {"logreg": 0}, "exclusive": exclusive})

    assert weights["logreg"] == weights["exclusive"]


@pytest.mark.parametrize(
    ("hyperparameters", "code"),
    [
        ({"learning_rat": 1}, "hyperparameter-unknown"),
        ({"num_epochs": "many"}, "hyperparameter-invalid"),
        ({"num_epochs": 1.5}, "hyperparameter-invalid"),
        ({"num_epochs": 0}, "hyperparameter-invalid"),
        ({"batch_size": True}, "hyperparameter-invalid"),
        ({"per_item_lrate": -1}, "hyperparameter-invalid"),
        ({"image_size": [8, 8, 8]}, "hyperparameter-invalid"),
        ({"image_size": "large"}, "hyperparameter-invalid"),
        ({"flip_direction": "sideways"}, "hyperparameter-invalid"),
        ({"flip_probability": 2}, "hyperparameter-invalid"),
        ({"concepts_mutually_exclusive": "yes"}, "hyperparameter-invalid"),
    ],
)
def test_what_nobody_knows_is_refused_with_its_name(objects, root, hyperparameters, code):
    write_job(root, rows(8, 2), concepts(range(10)), hyperparameters, objects)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == code
    assert next(iter(hyperparameters)) in failure_of(root)["message"]
