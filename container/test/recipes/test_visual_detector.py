"""A whole visual-detector job on scenes of real handwritten digits."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scenes
from jobs import digests_of, progress_of
from scene_jobs import (
    DETECTOR,
    DETECTOR_SETTINGS,
    assert_survives_kill_and_stop,
    run_child,
    run_on_new_marks_alone,
)
from transformers import AutoImageProcessor, AutoModelForObjectDetection

CONTAINER = Path(__file__).parents[2]
# All that draws: the order, flips, sizes, and RT-DETR's own denoising.
DRAWING = {**DETECTOR_SETTINGS, "num_epochs": 3, "flip_probability": 0.5, "weight_decay": 1e-4}
DRAWING |= {"random_resize_lower": [32], "random_resize_upper": [96]}


@pytest.fixture(scope="module")
def child(tmp_path_factory, scene_objects, detector):
    """A child of the detector that adds the 3."""
    root = tmp_path_factory.mktemp("child") / "ml"
    settings = {**DETECTOR_SETTINGS, "num_epochs": 6, "per_item_lrate": 1.25e-4}
    return run_child(root, scene_objects, detector, settings, DETECTOR)


def test_learns_clearly_better_than_untrained_and_trivial(detector, metrics_of):
    metrics = metrics_of(detector)

    assert metrics["heldOut"]["map50"] > 0.5, metrics
    assert metrics["heldOut"]["map50"] > metrics["heldOut"]["map"] > 0.2
    assert metrics["untrained"]["map50"] < 0.05 and metrics["trivial"]["map50"] < 0.05
    assert [entry["conceptId"] for entry in metrics["heldOut"]["perConcept"]] == [
        "digit-0",
        "digit-1",
        "digit-2",
    ]
    assert set(metrics["heldOut"]["perConcept"][0]) == {"conceptId", "count", "ap50", "ap"}
    assert "forgetting" not in metrics
    card = (detector / "model/README.md").read_text()
    assert "| Held-out map50 | 0." in card
    assert progress_of(detector)[-1]["stage"] == "saving"


def test_a_child_learns_a_new_concept_and_remembers_the_old_ones(child, detector, metrics_of):
    metrics = metrics_of(child)

    assert metrics["newConcepts"]["map50"] > 0.4, metrics
    assert metrics["oldConcepts"]["map50"] > 0.5, metrics
    assert metrics["untrained"]["map50"] > 0.1, "the parent's class rows were lost"
    before = metrics["parent"]["map50OnOldConcepts"]
    assert metrics["forgetting"] == pytest.approx(before - metrics["oldConcepts"]["map50"])
    assert metrics["forgetting"] < 0.2
    assert metrics["newConcepts"]["count"] + metrics["oldConcepts"]["count"] == sum(
        entry["count"] for entry in metrics["heldOut"]["perConcept"]
    )
    assert digests_of(detector / "checkpoints/export") == digests_of(child / "input/data/model")


def test_old_objects_that_new_images_do_not_mark_are_taken_over_from_the_parent(
    detector, scene_objects, tmp_path, metrics_of
):
    settings = {**DETECTOR_SETTINGS, "num_epochs": 4, "per_item_lrate": 1.25e-4}

    held, free = run_on_new_marks_alone(tmp_path, scene_objects, detector, settings, DETECTOR)

    metrics, alone = metrics_of(held), metrics_of(free)
    taken = metrics["takenOver"]
    assert taken["concepts"] == ["digit-0", "digit-1", "digit-2"]
    assert taken["count"] >= taken["inputs"] > 20, taken
    told = f"taken over from the parent: {taken['count']} objects on {taken['inputs']} new"
    assert told in (held / "log.txt").read_text() and "takenOver" not in alone
    # Neither has a replay, and the new images say that there is nothing but threes.
    old, forgotten = (each["oldConcepts"]["map50"] for each in (metrics, alone))
    assert old > forgotten + 0.1, (old, forgotten)


def test_the_export_loads_with_from_pretrained_and_holds_no_pickle(detector):
    export = detector / "checkpoints/export"

    model = AutoModelForObjectDetection.from_pretrained(export)
    assert model.config.id2label == {0: "digit-0", 1: "digit-1", 2: "digit-2"}
    processor = AutoImageProcessor.from_pretrained(export)
    pixels = processor(np.zeros((50, 100, 3), dtype=np.uint8), return_tensors="pt")
    assert pixels["pixel_values"].shape == (1, 3, 64, 128)
    names = [path.name for path in export.iterdir()]
    assert not [name for name in names if name.endswith((".bin", ".pt", ".pth", ".pkl"))]


def test_serve_answers_with_boxes_the_likeliest_first(detector, metrics_of):
    held_out = [scene for scene in scenes.scenes()[240:] if 3 not in scenes.digits_of(scene)]
    inputs = [{"image_base64": scene["base64"]} for scene in held_out]
    inputs.append({"image_base64": base64.b64encode(b"?").decode()})
    command = [sys.executable, str(CONTAINER / "serve.py"), "--model", str(detector / "model")]

    request = json.dumps({"id": 1, "inputs": inputs})
    done = subprocess.run(command, input=request, capture_output=True, text=True)

    outputs = json.loads(done.stdout.splitlines()[1])["outputs"]
    assert outputs[-1]["error"]["code"] == "not-an-image"
    found, asked = 0, 0
    for scene, output in zip(held_out, outputs, strict=False):
        values = [region["value"] for region in output["regions"]]
        assert values == sorted(values, reverse=True) and all(0 < value < 1 for value in values)
        best = output["regions"][: len(scene["regions"])]
        asked += len(scene["regions"])
        found += sum(is_found(region, best) for region in scene["regions"])
    assert found / asked > 0.5
    region = outputs[0]["regions"][0]
    assert set(region) == {"box", "mask_base64", "concepts", "value"}
    assert region["mask_base64"] is None and region["concepts"][0]["name"].startswith("Digit")


def is_found(truth, regions):
    """Whether one of the answers has the concept and at least half of the box in common."""
    same = [region for region in regions if region["concepts"][0]["id"] == truth["concept"]]
    return any(overlap(region["box"], truth["box"]) > 0.5 for region in same)


def overlap(a, b):
    """Intersection over union of two boxes."""
    height = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    width = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return height * width / (sum(areas) - height * width)


def test_a_killed_job_ends_in_bitwise_the_same_weights_and_sigterm_leaves_a_model(
    tmp_path, scene_objects
):
    auto_class = AutoModelForObjectDetection
    assert_survives_kill_and_stop(tmp_path, scene_objects, DRAWING, DETECTOR, auto_class)
