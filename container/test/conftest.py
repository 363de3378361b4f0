"""One thread per job and no network: the same numbers on every machine, and nothing is fetched."""

import os
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
here = Path(__file__).parent
modules = [here.parent, here / "inputs", here / "running"]
os.environ["PYTHONPATH"] = os.pathsep.join(map(str, modules))

from deeptune_trainer.contract.vendored import use_vendored_packages

use_vendored_packages()  # before anything imports what it brings

import json

import digits
import pytest
import scenes
from jobs import run_job, write_job
from packaged import write_folders
from scene_jobs import DETECTOR, DETECTOR_SETTINGS, run_parent
from texts import TOPICS, text_rows

SMALL = {"image_size": [16], "batch_size": 32, "per_item_lrate": 3e-5}


@pytest.fixture(scope="session")
def objects(tmp_path_factory):
    """The object store: every digit image once, content-addressed. Jobs link to it."""
    folder = tmp_path_factory.mktemp("objects")
    digits.write_objects(folder)
    return folder


@pytest.fixture(scope="session")
def packaged(tmp_path_factory):
    """A folder with the packaged base models as `stage_packaged.py` writes them, by name."""
    return write_folders(tmp_path_factory.mktemp("packaged"))


@pytest.fixture(scope="session")
def scene_objects(tmp_path_factory):
    """The object store with every image and mask of the scenes."""
    folder = tmp_path_factory.mktemp("scene-objects")
    scenes.write_objects(folder)
    return folder


@pytest.fixture(scope="session")
def detector(tmp_path_factory, scene_objects):
    """A finished visual-detector job on the scenes without a 3: its root."""
    root = tmp_path_factory.mktemp("detector") / "ml"
    settings = {**DETECTOR_SETTINGS, "num_epochs": 14}
    return run_parent(root, scene_objects, settings, DETECTOR, shapes=("box",))


@pytest.fixture
def root(tmp_path):
    """An empty job root."""
    return tmp_path / "ml"


@pytest.fixture(scope="session")
def trained(tmp_path_factory, objects):
    """A finished visual-classifier job on the digits 0 to 7: (root, log)."""
    root = tmp_path_factory.mktemp("trained") / "ml"
    rows = digits.rows(train=600, classes=range(8))
    hyperparameters = {**SMALL, "num_epochs": 5}
    write_job(root, rows, digits.concepts(range(8)), hyperparameters, objects=objects)
    code, log = run_job(root)
    assert code == 0, log
    return root, log


@pytest.fixture(scope="session")
def trained_text(tmp_path_factory):
    """A finished text-classifier job on three topics: (root, log)."""
    root = tmp_path_factory.mktemp("trained-text") / "ml"
    hyperparameters = {"batch_size": 8, "num_epochs": 6, "lrate": 2e-3}
    concepts = [{"id": topic, "name": topic} for topic in TOPICS[:3]]
    job = {"modelType": "text-classifier", "recipe": "text_classifier"}
    job["baseModel"] = "config:bert-small"
    write_job(root, text_rows(TOPICS[:3]), concepts, hyperparameters, **job)
    code, log = run_job(root)
    assert code == 0, log
    return root, log


@pytest.fixture
def metrics_of():
    """Reads a finished job's metrics.json."""
    return lambda root: json.loads((root / "checkpoints/export/metrics.json").read_text())
