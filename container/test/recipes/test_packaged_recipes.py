"""The recipes that start from packaged weights, beside those of test_freezing: embedder, anomaly,
and a child of each kind. Few inputs: the weights arrive and are of use."""

import base64
import json

import damaged_digits
import pytest
from digits import concepts, images, rows
from jobs import run_job, write_job
from packaged import stage
from safetensors.torch import load_file
from transformers import AutoModel, AutoModelForImageClassification

from deeptune_trainer.predictors.predictor import load_predictor

EMBEDDER = {"modelType": "visual-embedder", "recipe": "visual_embedder"}
ANOMALY = {"modelType": "visual-anomaly-heatmap", "recipe": "visual_anomaly_heatmap"}
CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}
NAME = "efficientnet-lite0"
FROM_PACKAGE = {"baseModel": f"packaged:{NAME}"}


def test_an_embedder_learns_on_frozen_layers(root, packaged, objects, metrics_of):
    settings = {"image_size": 32, "num_epochs": 4, "batch_size": 32, "lrate": 2e-3}
    settings |= {"embeddings_size": 32, "trainable_layers": "2"}
    job = {**EMBEDDER, **FROM_PACKAGE}
    write_job(root, rows(300, 100), concepts(range(10)), settings, objects, **job)
    stage(root, packaged, NAME)

    code, log = run_job(root)

    assert code == 0, log
    assert "inputs passed once" in log
    metrics = metrics_of(root)
    assert metrics["seen"]["recall1"] > metrics["untrained"]["seenRecall1"]
    export = root / "checkpoints/export"
    assert len(AutoModel.from_pretrained(export).encoder.blocks) == 16
    output = load_predictor(export).predict([{"image": images()[0][0]}])[0]
    assert len(output["embeddings"][0]) == 32


def test_an_embedder_that_turns_its_images_passes_the_frozen_layers_each_time(
    root, packaged, objects
):
    settings = {"image_size": 32, "num_epochs": 1, "turn_probability": 0.5, "shift": 0.1}
    settings |= {"embeddings_size": 8, "trainable_layers": "head"}
    job = {**EMBEDDER, **FROM_PACKAGE}
    write_job(root, rows(60, 20), concepts(range(10)), settings, objects, **job)
    stage(root, packaged, NAME)

    code, log = run_job(root)

    assert code == 0 and "passed at each step, because inputs are augmented" in log, log


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """The object store of the damaged digits."""
    folder = tmp_path_factory.mktemp("pictures")
    damaged_digits.write_objects(folder)
    return folder


def test_patchcore_on_efficientnet_finds_damage_and_a_child_goes_on(
    tmp_path, packaged, pictures, metrics_of
):
    parent, child = tmp_path / "parent", tmp_path / "child"
    settings = {"image_size": 96, "layers": ["layer1", "layer2"], "coreset_sampling_ratio": 0.01}
    job = {**ANOMALY, **FROM_PACKAGE}
    made = [damaged_digits.rows(0, 120), damaged_digits.rows(120, 200)]
    write_job(parent, made[0], damaged_digits.CONCEPTS, settings, pictures, **job)
    stage(parent, packaged, NAME)
    code, log = run_job(parent)
    assert code == 0, log
    assert "0 steps of telling" in log and metrics_of(parent)["heldOut"]["imageAuroc"] > 0.8

    write_job(child, made[1], damaged_digits.CONCEPTS, settings, pictures, parent, **job, **CHILD)
    code, log = run_job(child)

    assert code == 0, log
    weights = [load_file(each / "checkpoints/export/model.safetensors") for each in (parent, child)]
    assert all(bool((weights[0][name] == weights[1][name]).all()) for name in weights[0])
    picture = damaged_digits.examples()[0][1]
    output = load_predictor(child / "model").predict([{"image": picture}])[0]
    assert base64.b64decode(output["heatmap_base64"]).startswith(b"\x89PNG")


def test_a_network_without_feature_maps_is_refused(root, packaged, pictures):
    settings = {"image_size": 64, "layers": ["layer4", "layer3"], "pretext_epochs": 0}
    job = {**ANOMALY, "baseModel": "packaged:minilm"}
    rows_of = damaged_digits.rows(0, 20)
    write_job(root, rows_of, damaged_digits.CONCEPTS, settings, pictures, **job)
    stage(root, packaged, "minilm")

    code, _ = run_job(root)

    failure = json.loads((root / "output/failure").read_text())
    assert (code, failure["code"]) == (1, "base-model-unknown")
    assert "gives no feature maps" in failure["message"]


def test_a_layer_that_is_none_is_the_users_fault(root, packaged, pictures):
    job = {**ANOMALY, **FROM_PACKAGE}
    made = damaged_digits.rows(0, 20)
    write_job(root, made, damaged_digits.CONCEPTS, {"layers": ["layer9"]}, pictures, **job)
    stage(root, packaged, NAME)

    code, _ = run_job(root)

    failure = json.loads((root / "output/failure").read_text())
    assert (code, failure["code"]) == (2, "hyperparameter-invalid")
    assert "layers must be a list of layer1" in failure["message"]


def test_a_child_of_a_classifier_keeps_its_gates_open_and_its_layers_frozen(
    tmp_path, packaged, objects, metrics_of
):
    parent, child = tmp_path / "parent", tmp_path / "child"
    settings = {"image_size": 32, "num_epochs": 3, "batch_size": 16, "lrate": 1e-3}
    settings |= {"trainable_layers": "2"}
    write_job(parent, rows(80, 20, range(8)), concepts(range(8)), settings, objects, **FROM_PACKAGE)
    stage(parent, packaged, NAME)
    assert run_job(parent)[0] == 0

    job = {**FROM_PACKAGE, **CHILD}
    write_job(child, rows(80, 40), concepts(range(10)), settings, objects, parent, **job)
    code, log = run_job(child)

    assert code == 0 and "inputs passed once" in log, log
    assert metrics_of(child)["newConcepts"]["count"] > 0
    before, after = (
        AutoModelForImageClassification.from_pretrained(each / "checkpoints/export").eval()
        for each in (parent, child)
    )
    assert after.config.num_labels == 10
    blocks = [(model.efficientnet.encoder.blocks) for model in (before, after)]
    for name, tensor in blocks[0][:14].state_dict().items():
        assert bool((tensor == blocks[1][:14].state_dict()[name]).all()), name
    assert not bool(blocks[1][15].squeeze_excite.reduce.weight.any())
