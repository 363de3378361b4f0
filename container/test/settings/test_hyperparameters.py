"""Hyperparameters that mean the same end the same; what nobody knows is refused. That each of them
does something is shown in test_hyperparameter_effects.py."""

import json

import pytest
from digits import concepts, rows
from jobs import failure_of, run_job, run_jobs, weights_of, write_job

from deeptune_trainer.contract.failures import PlatformFault
from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths

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


def add_to_job(root, hyperparameters):
    """Puts hyperparameters into the job.json below `root`."""
    path = root / "input/data/train/job.json"
    job = json.loads(path.read_text())
    path.write_text(json.dumps({**job, "hyperparameters": hyperparameters}))


def test_those_of_the_job_itself_are_taken_as_they_are(root):
    whole = {"text": "512", "steps": list(range(1000)), "rate": 0.5, "off": False, "none": None}
    cut = {"steps": "[0, 1, … (cut: 4890 characters, whole in job.json)"}
    write_job(root, rows(8, 2), concepts(range(10)), cut)
    add_to_job(root, whole)

    assert read_job(Paths(root)).hyperparameters == whole


def test_a_job_that_has_none_reads_what_the_service_wrote(root):
    write_job(root, rows(8, 2), concepts(range(10)), BASE)

    assert read_job(Paths(root)).hyperparameters == BASE


def test_the_same_values_are_the_same_job_wherever_they_stand(root, tmp_path):
    write_job(root, rows(8, 2), concepts(range(10)), BASE)
    write_job(tmp_path / "b", rows(8, 2), concepts(range(10)), {})
    add_to_job(tmp_path / "b", BASE)

    assert read_job(Paths(root)).identity == read_job(Paths(tmp_path / "b")).identity


@pytest.mark.parametrize("value", [None, [], "{}", True])
def test_what_are_no_hyperparameters_are_refused(root, value):
    write_job(root, rows(8, 2), concepts(range(10)), {})
    add_to_job(root, value)

    with pytest.raises(PlatformFault, match="hyperparameters is missing or ill-typed") as fault:
        read_job(Paths(root))
    assert fault.value.code == "job-invalid"
