"""A whole visual-segmenter job on scenes of real handwritten digits."""

import base64
import hashlib
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scenes
import torch
from jobs import digests_of, failure_of, run_job, run_jobs, write_job
from PIL import Image
from scene_jobs import (
    SEGMENTER,
    SEGMENTER_SETTINGS,
    assert_survives_kill_and_stop,
    run_child,
    run_on_new_marks_alone,
    run_parent,
)
from scenes import concepts, rows
from transformers import AutoImageProcessor, AutoModelForSemanticSegmentation

from deeptune_trainer.data.region_shapes import box_of_mask, decode_mask, encode_mask
from deeptune_trainer.models.base.dense_models import extend_classes
from deeptune_trainer.models.segmentation import BACKGROUND, class_ids

CONTAINER = Path(__file__).parents[2]
DRAWING = {**SEGMENTER_SETTINGS, "num_epochs": 3, "flip_probability": 0.5, "weight_decay": 1e-4}


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory, scene_objects):
    """A finished job on the scenes without a 3: its root."""
    root = tmp_path_factory.mktemp("segmenter") / "ml"
    settings = {**SEGMENTER_SETTINGS, "num_epochs": 20}
    return run_parent(root, scene_objects, settings, SEGMENTER)


@pytest.fixture(scope="module")
def child(tmp_path_factory, scene_objects, segmenter):
    """A child of the segmenter that adds the 3."""
    root = tmp_path_factory.mktemp("child") / "ml"
    settings = {**SEGMENTER_SETTINGS, "num_epochs": 10}
    return run_child(root, scene_objects, segmenter, settings, SEGMENTER)


def test_learns_clearly_better_than_untrained_and_trivial(segmenter, metrics_of):
    metrics = metrics_of(segmenter)

    assert metrics["heldOut"]["meanIou"] > 0.5, metrics
    assert metrics["heldOut"]["pixelAccuracy"] > 0.95
    assert metrics["untrained"]["meanIou"] < 0.15 and metrics["trivial"]["meanIou"] < 0.1
    assert set(metrics["heldOut"]["perConcept"][0]) == {"conceptId", "count", "iou"}
    assert len(metrics["heldOut"]["perConcept"]) == 3, "the background is no concept"
    assert "| Held-out meanIou | 0." in (segmenter / "model/README.md").read_text()
    assert "validation mean IoU" in (segmenter / "log.txt").read_text()


def test_a_child_learns_a_new_concept_and_remembers_the_old_ones(child, segmenter, metrics_of):
    metrics = metrics_of(child)

    assert metrics["newConcepts"]["meanIou"] > 0.4, metrics
    assert metrics["oldConcepts"]["meanIou"] > 0.5, metrics
    assert metrics["untrained"]["meanIou"] > 0.2, "the parent's class rows were lost"
    before = metrics["parent"]["meanIouOnOldConcepts"]
    assert metrics["forgetting"] == pytest.approx(before - metrics["oldConcepts"]["meanIou"])
    assert metrics["forgetting"] < 0.15
    assert "takenOver" not in metrics, "the new images mark the old concepts too"
    assert digests_of(segmenter / "checkpoints/export") == digests_of(child / "input/data/model")


def test_old_objects_that_new_images_do_not_mark_are_taken_over_from_the_parent(
    segmenter, scene_objects, tmp_path, metrics_of
):
    settings = {**SEGMENTER_SETTINGS, "num_epochs": 3}

    held, free = run_on_new_marks_alone(tmp_path, scene_objects, segmenter, settings, SEGMENTER)

    metrics, alone = metrics_of(held), metrics_of(free)
    taken = metrics["takenOver"]
    assert taken["concepts"] == ["digit-0", "digit-1", "digit-2"]
    assert taken["inputs"] > 20 and taken["count"] > 2000, taken
    told = f"taken over from the parent: {taken['count']} pixels on {taken['inputs']} new"
    assert told in (held / "log.txt").read_text() and "takenOver" not in alone
    # Neither has a replay, and the new images say that all that is not a 3 is background.
    old, forgotten = (each["oldConcepts"]["meanIou"] for each in (metrics, alone))
    assert forgotten < 0.05 and old > forgotten + 0.1, (old, forgotten)
    assert metrics["newConcepts"]["meanIou"] > alone["newConcepts"]["meanIou"] - 0.1
    card = (held / "model/README.md").read_text()
    assert f"{taken['count']} pixels on {taken['inputs']} images" in card


def test_the_export_loads_with_from_pretrained_and_holds_no_pickle(segmenter):
    export = segmenter / "checkpoints/export"

    model = AutoModelForSemanticSegmentation.from_pretrained(export)
    assert model.config.id2label == dict(enumerate([BACKGROUND, "digit-0", "digit-1", "digit-2"]))
    processor = AutoImageProcessor.from_pretrained(export)
    pixels = processor(np.zeros((64, 64, 3), dtype=np.uint8), return_tensors="pt")
    assert pixels["pixel_values"].shape == (1, 3, 64, 64)
    names = [path.name for path in export.iterdir()]
    assert not [name for name in names if name.endswith((".bin", ".pt", ".pth", ".pkl"))]


def test_serve_answers_with_masks_in_the_size_of_the_image(segmenter):
    scene = next(s for s in scenes.scenes()[240:] if scenes.digits_of(s) == {0})
    large = io.BytesIO()
    Image.open(io.BytesIO(scenes.image_of(scene))).resize((150, 100)).save(large, "PNG")
    inputs = [scenes.image_of(scene), large.getvalue(), b"?"]
    request = [{"image_base64": base64.b64encode(data).decode()} for data in inputs]
    command = [sys.executable, str(CONTAINER / "serve.py"), "--model", str(segmenter / "model")]

    done = subprocess.run(
        command, input=json.dumps({"id": 1, "inputs": request}), capture_output=True, text=True
    )

    outputs = json.loads(done.stdout.splitlines()[1])["outputs"]
    assert outputs[2]["error"]["code"] == "not-an-image"
    for output, shape in zip(outputs, [(64, 64), (100, 150)], strict=False):
        region = next(r for r in output["regions"] if r["concepts"][0]["id"] == "digit-0")
        mask = decode_mask(base64.b64decode(region["mask_base64"]))
        assert mask.shape == shape and region["box"] == pytest.approx(list(box_of_mask(mask)))
        assert 0.3 < region["value"] <= 1
        if shape == (64, 64):
            truth = decode_mask(scenes.mask_of(scene["regions"][0]))
            assert (mask & truth).sum() > 0.5 * truth.sum()


@pytest.mark.parametrize("seed", range(3))
def test_class_rows_follow_the_concept_id(segmenter, seed):
    model = AutoModelForSemanticSegmentation.from_pretrained(segmenter / "checkpoints/export")
    parent = class_ids(["digit-0", "digit-1", "digit-2"])
    ids = ["digit-2", "new", "digit-0"]
    random.Random(seed).shuffle(ids)
    pixels = torch.rand(2, 3, 64, 64)
    before = model.eval()(pixels).logits

    extend_classes(model, parent, class_ids(ids))

    after = model(pixels).logits
    assert after.shape[1] == 4, "digit-1 is dropped"
    for name in (BACKGROUND, "digit-0", "digit-2"):
        place = class_ids(ids).index(name)
        assert torch.allclose(after[:, place], before[:, parent.index(name)], atol=1e-5)


def test_pretrained_weights_none_takes_only_the_configuration(tmp_path, scene_objects, segmenter):
    moved = {}
    for value in ("ade20k", "None"):
        root, settings = tmp_path / value, {**SEGMENTER_SETTINGS, "num_epochs": 1, "lrate": 1e-5}
        hub = {**SEGMENTER, "baseModel": "hub:someone/segmenter"}
        chosen = {**settings, "pretrained_weights": value}
        write_job(root, rows(16, 8), concepts(), chosen, scene_objects, **hub)
        (root / "input/data/base-model").symlink_to(segmenter / "checkpoints/export")
        run_jobs([root])
        folders = [segmenter / "checkpoints/export", root / "checkpoints/export"]
        models = [AutoModelForSemanticSegmentation.from_pretrained(f) for f in folders]
        weights = [model.decode_head.linear_fuse.weight for model in models]
        moved[value] = float((weights[0] - weights[1]).detach().abs().max())
    assert moved["ade20k"] < 1e-3 < moved["None"]


def test_unreadable_and_empty_masks_are_counted_against_the_tolerance(
    tmp_path, scene_objects, metrics_of
):
    store, chosen = tmp_path / "objects", rows(60, 20, shapes=("mask",))
    store.mkdir()
    for file in scene_objects.iterdir():
        (store / file.name).symlink_to(file)
    bad = [b"no png", encode_mask(np.zeros((64, 64), dtype=bool))]
    for row, data in zip(chosen, bad, strict=False):
        digest = hashlib.sha256(data).hexdigest()
        (store / digest).write_bytes(data)
        row["regions"][0]["mask"] = digest
    settings = {**SEGMENTER_SETTINGS, "num_epochs": 1, "image_size": [32]}
    for tolerance, name in ((5, "a"), (1, "b")):
        allowed = {"invalidDataTolerancePercent": tolerance}
        write_job(tmp_path / name, chosen, concepts(), settings, store, **SEGMENTER, **allowed)

    assert run_job(tmp_path / "a")[0] == 0
    assert run_job(tmp_path / "b")[0] == 2

    counts = {"train": 58, "validation": 0, "test": 20, "invalid": 2}
    assert metrics_of(tmp_path / "a")["counts"] == counts
    assert "mask" in failure_of(tmp_path / "b")["message"]


def test_a_killed_job_ends_in_bitwise_the_same_weights_and_sigterm_leaves_a_model(
    tmp_path, scene_objects
):
    auto_class = AutoModelForSemanticSegmentation
    assert_survives_kill_and_stop(tmp_path, scene_objects, DRAWING, SEGMENTER, auto_class)
