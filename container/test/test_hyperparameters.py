"""Every published hyperparameter of the visual templates takes effect; what nobody knows is
refused."""

import pytest
from digits import concepts, rows
from jobs import failure_of, run_job, run_jobs, weights_of, write_job

BASE = {"image_size": 8, "num_epochs": 2, "batch_size": 16, "per_item_lrate": 6e-5}
STEPPED = {"learning_rate_steps": [1]}
CHANGES = {
    "image_size": {"image_size": 12},
    "image_size exact": {"image_size": [12, 8]},
    "num_epochs": {"num_epochs": 3},
    "batch_size": {"batch_size": 32},
    "per_item_lrate": {"per_item_lrate": 1e-5},
    "per_item_min_lrate": {"per_item_min_lrate": 5e-5},
    "lrate": {"lrate": 0.01},
    "learning_rate_steps": STEPPED,
    "init_epochs": {"init_epochs": 2, "step_epochs": 1},
    "step_epochs": {"init_epochs": 1, "step_epochs": 1, "num_epochs": 3},
    "step_epochs 2": {"init_epochs": 1, "step_epochs": 2, "num_epochs": 3},
    "weight_decay": {"weight_decay": 0.5},
    "momentum": {"momentum": 0.9},
    "momentum 0.5": {"momentum": 0.5},
    "warmup_iters": {"warmup_iters": 1},
    "warmup_ratio": {"warmup_iters": 1, "warmup_ratio": 0.5},
    "flip_probability": {"flip_probability": 0.5},
    "flip_direction": {"flip_probability": 0.5, "flip_direction": "vertical"},
    "concepts_mutually_exclusive": {"concepts_mutually_exclusive": True},
    "num_items_per_epoch": {"num_items_per_epoch": 30},
    "base_gradient_multiplier": {"base_gradient_multiplier": 0.1},
    "seed": {"seed": 99},
}
WITHOUT_EFFECT = [{"seed": -1}, {"num_gpus": 1}, {"logreg": 1}, {"pretrained_weights": "None"}]


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


def test_each_hyperparameter_changes_the_trained_weights(weights_with):
    weights = weights_with({"nothing": {}, **CHANGES})

    assert len(set(weights.values())) == len(weights), weights


def test_defaults_written_out_change_nothing(weights_with):
    weights = weights_with({"nothing": {}, **{next(iter(c)): c for c in WITHOUT_EFFECT}})

    assert len(set(weights.values())) == 1, weights


def test_logreg_0_means_exclusive_concepts(weights_with):
    exclusive = {"concepts_mutually_exclusive": True}

    weights = weights_with({"logreg": {"logreg": 0}, "exclusive": exclusive})

    assert weights["logreg"] == weights["exclusive"]


def test_average_horizontal_flips_makes_predictions_blind_to_mirroring(objects, root, metrics_of):
    chosen = {**BASE, "average_horizontal_flips": True}
    write_job(root, rows(64, 200), concepts(range(10)), chosen, objects)
    write_job(root / "without", rows(64, 200), concepts(range(10)), BASE, objects)

    assert run_job(root)[0] == run_job(root / "without")[0] == 0

    aucs = [metrics_of(r)["heldOut"]["macroRocAuc"] for r in (root, root / "without")]
    assert aucs[0] != aucs[1]


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
