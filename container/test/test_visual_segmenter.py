"""A whole visual-segmenter job on scenes of real handwritten digits."""

import base64
import hashlib
import io
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scenes
import torch
from jobs import digests_of, failure_of, progress_of, run_job, run_jobs, start_job, write_job
from PIL import Image
from scenes import concepts, rows
from test_resume import steps_done, until
from transformers import AutoImageProcessor, AutoModelForSemanticSegmentation

from deeptune_trainer.dense_models import extend_classes
from deeptune_trainer.paths import Paths
from deeptune_trainer.region_shapes import (
    ShapeInvalid,
    box_mask,
    box_of_mask,
    decode_mask,
    encode_mask,
    polygon_mask,
)
from deeptune_trainer.regions import Region, RegionRow
from deeptune_trainer.segmentation import (
    BACKGROUND,
    IGNORED,
    SegmentationInputs,
    class_ids,
    segmentation_collator,
    segmentation_loss,
)
from deeptune_trainer.segmentation_metrics import segmentation_metrics
from deeptune_trainer.whole_images import WholeImages

CONTAINER = Path(__file__).parent.parent
SEGMENTER = {
    "modelType": "visual-segmenter",
    "recipe": "visual_segmenter",
    "baseModel": "config:segformer-small",
}
SMALL = {"image_size": [64], "batch_size": 8, "per_item_lrate": 3.75e-4}
DRAWING = {**SMALL, "num_epochs": 3, "flip_probability": 0.5, "weight_decay": 1e-4}
CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    """The object store with every image and mask."""
    folder = tmp_path_factory.mktemp("scene-objects")
    scenes.write_objects(folder)
    return folder


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory, objects):
    """A finished job on the scenes without a 3: its root."""
    root = tmp_path_factory.mktemp("segmenter") / "ml"
    chosen = rows(wanted=lambda digits: 3 not in digits)
    settings = {**SMALL, "num_epochs": 20}
    write_job(root, chosen, concepts(range(3)), settings, objects, **SEGMENTER)
    code, log = run_job(root)
    assert code == 0, log
    return root


@pytest.fixture(scope="module")
def child(tmp_path_factory, objects, segmenter):
    """A child that adds the 3, with a replay sample; its concepts come in another order."""
    root = tmp_path_factory.mktemp("child") / "ml"
    fresh = rows(100, wanted=lambda digits: 3 in digits)
    replay = rows(60, wanted=lambda digits: 3 not in digits, origin="replay")
    settings = {**SMALL, "num_epochs": 10}
    shuffled = concepts([2, 3, 0, 1])
    write_job(root, fresh + replay, shuffled, settings, objects, segmenter, **SEGMENTER, **CHILD)
    code, log = run_job(root)
    assert code == 0, log
    return root


def test_learns_clearly_better_than_untrained_and_trivial(segmenter, metrics_of):
    metrics = metrics_of(segmenter)

    assert metrics["heldOut"]["meanIou"] > 0.5, metrics
    assert metrics["heldOut"]["pixelAccuracy"] > 0.95
    assert metrics["untrained"]["meanIou"] < 0.15 and metrics["trivial"]["meanIou"] < 0.1
    assert set(metrics["heldOut"]["perConcept"][0]) == {"conceptId", "count", "iou"}
    assert len(metrics["heldOut"]["perConcept"]) == 3, "the background is no concept"
    assert "| Held-out meanIou | 0." in (segmenter / "model/README.md").read_text()
    assert "held-out mean IoU" in (segmenter / "log.txt").read_text()


def test_a_child_learns_a_new_concept_and_remembers_the_old_ones(child, segmenter, metrics_of):
    metrics = metrics_of(child)

    assert metrics["newConcepts"]["meanIou"] > 0.4, metrics
    assert metrics["oldConcepts"]["meanIou"] > 0.5, metrics
    assert metrics["untrained"]["meanIou"] > 0.2, "the parent's class rows were lost"
    before = metrics["parent"]["meanIouOnOldConcepts"]
    assert metrics["forgetting"] == pytest.approx(before - metrics["oldConcepts"]["meanIou"])
    assert metrics["forgetting"] < 0.15
    assert digests_of(segmenter / "checkpoints/export") == digests_of(child / "input/data/model")


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
    assert outputs[2]["error"]["code"] == "input-unreadable"
    for output, shape in zip(outputs, [(64, 64), (100, 150)], strict=False):
        region = next(r for r in output["regions"] if r["concepts"][0]["id"] == "digit-0")
        mask = decode_mask(base64.b64decode(region["mask_base64"]))
        assert mask.shape == shape and region["box"] == pytest.approx(list(box_of_mask(mask)))
        assert 0.3 < region["value"] <= 1
        if shape == (64, 64):
            truth = decode_mask(scenes.mask_of(scene["regions"][0]))
            assert (mask & truth).sum() > 0.5 * truth.sum()


def test_a_killed_job_ends_in_bitwise_the_same_weights_and_sigterm_leaves_a_model(
    tmp_path, objects
):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for root in (whole, killed):
        write_job(root, rows(50, 6), concepts(), DRAWING, objects, **SEGMENTER)
    run_jobs([whole])

    process = start_job(killed)
    until(lambda: steps_done(killed) >= 9, process)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    process = start_job(killed)
    until(lambda: steps_done(killed) >= 13, process)
    process.terminate()
    process.join()
    assert process.exitcode == 0 and progress_of(killed)[-1]["stage"] == "stopped"
    AutoModelForSemanticSegmentation.from_pretrained(killed / "checkpoints/export")
    code, log = run_job(killed)

    assert code == 0 and log.count("resumed from") == 2, log
    digests = [digests_of(root / "checkpoints/export") for root in (whole, killed)]
    assert digests[0]["model.safetensors"] == digests[1]["model.safetensors"]


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


def test_pretrained_weights_none_takes_only_the_configuration(tmp_path, objects, segmenter):
    moved = {}
    for value in ("ade20k", "None"):
        root, settings = tmp_path / value, {**SMALL, "num_epochs": 1, "lrate": 1e-5}
        hub = {**SEGMENTER, "baseModel": "hub:someone/segmenter"}
        chosen = {**settings, "pretrained_weights": value}
        write_job(root, rows(16, 8), concepts(), chosen, objects, **hub)
        (root / "input/data/base-model").symlink_to(segmenter / "checkpoints/export")
        run_jobs([root])
        folders = [segmenter / "checkpoints/export", root / "checkpoints/export"]
        models = [AutoModelForSemanticSegmentation.from_pretrained(f) for f in folders]
        weights = [model.decode_head.linear_fuse.weight for model in models]
        moved[value] = float((weights[0] - weights[1]).detach().abs().max())
    assert moved["ade20k"] < 1e-3 < moved["None"]


def test_unreadable_and_empty_masks_are_counted_against_the_tolerance(
    tmp_path, objects, metrics_of
):
    store, chosen = tmp_path / "objects", rows(60, 20, shapes=("mask",))
    store.mkdir()
    for file in objects.iterdir():
        (store / file.name).symlink_to(file)
    bad = [b"no png", encode_mask(np.zeros((64, 64), dtype=bool))]
    for row, data in zip(chosen, bad, strict=False):
        digest = hashlib.sha256(data).hexdigest()
        (store / digest).write_bytes(data)
        row["regions"][0]["mask"] = digest
    settings = {**SMALL, "num_epochs": 1, "image_size": [32]}
    for tolerance, name in ((5, "a"), (1, "b")):
        allowed = {"invalidDataTolerancePercent": tolerance}
        write_job(tmp_path / name, chosen, concepts(), settings, store, **SEGMENTER, **allowed)

    assert run_job(tmp_path / "a")[0] == 0
    assert run_job(tmp_path / "b")[0] == 2

    assert metrics_of(tmp_path / "a")["counts"] == {"train": 58, "test": 20, "invalid": 2}
    assert "mask" in failure_of(tmp_path / "b")["message"]


def test_every_shape_marks_the_same_pixels(tmp_path):
    square = box_mask((0.25, 0.25, 0.75, 0.75), 8, 8)
    corners = [(0.25, 0.25), (0.25, 0.7), (0.7, 0.7), (0.7, 0.25)]

    assert np.array_equal(polygon_mask(corners, 8, 8), square)
    assert np.array_equal(decode_mask(encode_mask(square)), square)
    assert box_of_mask(square) == (0.25, 0.25, 0.75, 0.75)
    assert box_mask((0.5, 0.5, 0.5001, 0.5001), 8, 8).sum() == 1
    with pytest.raises(ShapeInvalid):
        box_of_mask(np.zeros((4, 4), dtype=bool))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_mask_may_have_any_mode_of_png_and_alpha_does_not_count(mode):
    array = np.zeros((4, 6), dtype=np.uint8)
    array[1:3, 2:4] = 255
    image = Image.fromarray(array)
    image = Image.fromarray(array.astype(np.uint16)) if mode == "I;16" else image.convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    assert np.array_equal(decode_mask(buffer.getvalue()), array > 0)


def test_the_later_region_lies_on_top_and_padding_does_not_count(tmp_path):
    objects = tmp_path / "input/data/objects"
    objects.mkdir(parents=True)
    Image.new("RGB", (40, 20)).save(objects / "image", "PNG")
    below = Region((0,), (0.0, 0.0, 1.0, 1.0), None, None)
    above = Region((1,), (0.0, 0.0, 0.5, 0.5), None, None)
    row = RegionRow("a", "image", (below, above), "train", "new")
    inputs = SegmentationInputs([row], Paths(tmp_path), WholeImages((20,)))

    batch = segmentation_collator((32, 32))([inputs[0]])

    labels = batch["labels"][0]
    assert labels.shape == (32, 64) == batch["pixel_values"].shape[2:]
    assert (labels[:10, :20] == 2).all() and (labels[10:20, :40] == 1).all()
    assert (labels[20:] == IGNORED).all() and (labels[:, 40:] == IGNORED).all()
    flipped = inputs[(0, True)]["labels"]
    assert (flipped[:10, 20:] == 2).all() and (flipped[:, :20] == 1).all()
    logits = torch.zeros(1, 3, 8, 16)
    elsewhere = logits.clone()
    elsewhere[:, :, 7] = torch.tensor([[9.0], [0.0], [0.0]])  # below the image
    losses = [segmentation_loss(each, batch["labels"]) for each in (logits, elsewhere)]
    assert losses[0] == pytest.approx(losses[1])


def test_mean_iou_leaves_out_what_is_not_there():
    matrix = np.array([[50, 0, 10], [20, 20, 0], [0, 0, 0]])

    metrics = segmentation_metrics([matrix], ["a", "b"])

    assert metrics["meanIou"] == 0.5 and metrics["pixelAccuracy"] == 0.7
    assert [entry["iou"] for entry in metrics["perConcept"]] == [0.5, None]
    assert segmentation_metrics([], ["a"])["meanIou"] is None
