"""A whole visual-detector job on scenes of real handwritten digits."""

import base64
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
from scenes import concepts, rows
from test_resume import steps_done, until
from transformers import (
    AutoImageProcessor,
    AutoModelForObjectDetection,
    DetrConfig,
    DetrForObjectDetection,
    ResNetConfig,
)

from deeptune_trainer.dense_models import extend_classes, freeze_stages, limit_queries
from deeptune_trainer.detection import Found, ScaledBatches, find, resize_range
from deeptune_trainer.detection_metrics import detection_metrics
from deeptune_trainer.hyperparameters import Hyperparameters
from deeptune_trainer.predictor import load_predictor
from deeptune_trainer.regions import Region, RegionRow
from deeptune_trainer.whole_images import WholeImages, size_from

CONTAINER = Path(__file__).parent.parent
DETECTOR = {
    "modelType": "visual-detector",
    "recipe": "visual_detector",
    "baseModel": "config:detr-small",
}
SMALL = {"image_size": [64], "batch_size": 8, "per_item_lrate": 2.5e-4}
# All that draws: the order, flips, sizes, and RT-DETR's own denoising.
DRAWING = {**SMALL, "num_epochs": 3, "flip_probability": 0.5, "weight_decay": 1e-4}
DRAWING |= {"random_resize_lower": [32], "random_resize_upper": [96]}
CHILD = {"modelVersionId": "v2", "parentVersionId": "v1", "trainingJobName": "ft-v2-a1"}


@pytest.fixture(scope="module")
def objects(tmp_path_factory):
    """The object store with every image and mask."""
    folder = tmp_path_factory.mktemp("scene-objects")
    scenes.write_objects(folder)
    return folder


@pytest.fixture(scope="module")
def detector(tmp_path_factory, objects):
    """A finished job on the scenes without a 3: its root."""
    root = tmp_path_factory.mktemp("detector") / "ml"
    chosen = rows(wanted=lambda digits: 3 not in digits, shapes=("box",))
    settings = {**SMALL, "num_epochs": 14}
    write_job(root, chosen, concepts(range(3)), settings, objects, **DETECTOR)
    code, log = run_job(root)
    assert code == 0, log
    return root


@pytest.fixture(scope="module")
def child(tmp_path_factory, objects, detector):
    """A child that adds the 3, with a replay sample; its concepts come in another order."""
    root = tmp_path_factory.mktemp("child") / "ml"
    fresh = rows(100, wanted=lambda digits: 3 in digits)
    replay = rows(60, wanted=lambda digits: 3 not in digits, origin="replay")
    settings = {**SMALL, "num_epochs": 6, "per_item_lrate": 1.25e-4}
    shuffled = concepts([2, 3, 0, 1])
    write_job(root, fresh + replay, shuffled, settings, objects, detector, **DETECTOR, **CHILD)
    code, log = run_job(root)
    assert code == 0, log
    return root


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
    assert outputs[-1]["error"]["code"] == "input-unreadable"
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
    tmp_path, objects
):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for root in (whole, killed):
        write_job(root, rows(50, 6), concepts(), DRAWING, objects, **DETECTOR)
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
    AutoModelForObjectDetection.from_pretrained(killed / "checkpoints/export")
    assert "was stopped" in (killed / "model/README.md").read_text()
    code, log = run_job(killed)

    assert code == 0 and log.count("resumed from") == 2, log
    digests = [digests_of(root / "checkpoints/export") for root in (whole, killed)]
    assert digests[0]["model.safetensors"] == digests[1]["model.safetensors"]


@pytest.mark.parametrize("seed", range(3))
def test_class_rows_follow_the_concept_id_in_every_layer(detector, seed):
    model = AutoModelForObjectDetection.from_pretrained(detector / "checkpoints/export").eval()
    parent_ids = ["digit-0", "digit-1", "digit-2"]
    ids = [*parent_ids, "new-a", "new-b"]
    random.Random(seed).shuffle(ids)
    pixels = torch.rand(2, 3, 64, 64)
    layers = [model.model.enc_score_head, *model.model.decoder.class_embed]
    before = [layer.weight.clone() for layer in layers]
    denoising = model.model.denoising_class_embed.weight.clone()

    extend_classes(model, parent_ids, ids)

    assert model(pixels).logits.shape[-1] == 5 == model.config.num_labels
    layers = [model.model.enc_score_head, *model.model.decoder.class_embed]
    embedding = model.model.denoising_class_embed
    assert embedding.padding_idx == 5 and torch.equal(embedding.weight[5], denoising[3])
    for place, concept_id in enumerate(parent_ids):
        row = ids.index(concept_id)
        assert torch.equal(embedding.weight[row], denoising[place])
        for layer, old in zip(layers, before, strict=True):
            assert torch.equal(layer.weight[row], old[place])
    assert model.config.id2label == dict(enumerate(ids))
    labels = {"class_labels": torch.tensor([4]), "boxes": torch.tensor([[0.5, 0.5, 0.2, 0.2]])}
    assert torch.isfinite(model.train()(pixels, labels=[labels, labels]).loss)


def test_a_detr_with_a_no_object_class_is_extended_and_answers():
    backbone = ResNetConfig(
        embedding_size=8, hidden_sizes=[8, 8], depths=[1, 1], out_features=["stage2"]
    )
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "d_model": 16, "num_queries": 5}
    sizes |= {"encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    sizes |= {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    config = DetrConfig(
        use_timm_backbone=False,
        backbone=None,
        backbone_config=backbone,
        num_labels=2,
        **sizes,
    )
    model = DetrForObjectDetection(config).eval()
    nothing = model.class_labels_classifier.weight[2].clone()

    extend_classes(model, ["a", "b"], ["b", "c", "a"])

    assert torch.equal(model.class_labels_classifier.weight[3], nothing)
    (answer,) = find(model, [torch.rand(3, 40, 64)], WholeImages((64, 64), False))
    assert answer.scores.shape == (5, 3) and answer.boxes.min() >= 0


def test_published_names_take_effect(tmp_path, objects):
    base = {"image_size": [64], "batch_size": 4, "num_epochs": 1}
    changes = {
        "plain": {},
        "rate": {"per_item_lrate": 1e-5},
        "size": {"image_size": [96]},
        "exact size": {"image_size": [96, 64]},
        "shape": {"keep_aspect_ratio": False},
        "resized": {"random_resize_upper": [128]},
        "focus": {"use_focal_loss": False},
        "samples": {"min_samples_per_epoch": 20},
        "flips": {"flip_probability": 1.0},
        "epochs": {"num_epochs": 2},
    }
    wide = rows(8, 0)
    for name, change in changes.items():
        write_job(tmp_path / name, wide, concepts(), {**base, **change}, objects, **DETECTOR)
    run_jobs([tmp_path / name for name in changes])

    weights = {
        name: digests_of(tmp_path / name / "checkpoints/export")["model.safetensors"]
        for name in changes
    }
    assert weights["shape"] == weights["plain"], "these images are square"
    del weights["shape"]
    assert len(set(weights.values())) == len(weights), weights
    steps = {name: progress_of(tmp_path / name)[-1]["step"] for name in changes}
    assert (steps["plain"], steps["samples"], steps["epochs"]) == (2, 5, 4)


def test_frozen_stages_of_pretrained_weights_do_not_move(tmp_path, objects, detector):
    settings = {**SMALL, "num_epochs": 1, "frozen_stages": 1}
    hub = {**DETECTOR, "baseModel": "hub:someone/detector"}
    write_job(tmp_path, rows(16, 0), concepts(), settings, objects, **hub)
    (tmp_path / "input/data/base-model").symlink_to(detector / "checkpoints/export")

    run_jobs([tmp_path])

    assert "1 backbone stages do not learn" in (tmp_path / "log.txt").read_text()
    before = AutoModelForObjectDetection.from_pretrained(detector / "checkpoints/export")
    after = AutoModelForObjectDetection.from_pretrained(tmp_path / "checkpoints/export")
    backbones = [model.model.backbone.model for model in (before, after)]
    stages = [dict(backbone.encoder.stages.named_parameters()) for backbone in backbones]
    same = {name: torch.equal(stages[0][name], stages[1][name]) for name in stages[0]}
    assert all(kept for name, kept in same.items() if name.startswith("0."))
    assert not any(kept for name, kept in same.items() if name.startswith("1.") and "conv" in name)


def test_pretrained_weights_none_begins_with_learnable_normalisation(tmp_path, objects, detector):
    settings = {**SMALL, "num_epochs": 1, "pretrained_weights": "None"}
    hub = {**DETECTOR, "baseModel": "hub:someone/detector"}
    write_job(tmp_path, rows(16, 8), concepts(), settings, objects, **hub)
    (tmp_path / "input/data/base-model").symlink_to(detector / "checkpoints/export")

    run_jobs([tmp_path])

    model = AutoModelForObjectDetection.from_pretrained(tmp_path / "checkpoints/export")
    weight = model.model.backbone.model.embedder.embedder[0].normalization.weight
    assert float(weight.detach().mean()) == pytest.approx(1, abs=0.1)


def invalid_regions():
    """name -> a change to the first region of a row that makes the row unusable."""
    return {
        "outside": {"box": [0.1, 0.1, 1.2, 0.3]},
        "empty": {"box": [0.5, 0.1, 0.5, 0.3]},
        "unknown": {"concepts": [{"id": "digit-9", "value": 1}]},
        "denied": {"concepts": [{"id": "digit-1", "value": 0}]},
        "line": {"box": None, "polygon": [[0.1, 0.1], [0.2, 0.2]]},
        "nothing": {"box": None},
        "lost mask": {"box": None, "mask": "0" * 64},
    }


def test_invalid_regions_are_counted_against_the_tolerance(tmp_path, objects, metrics_of):
    chosen = rows(60, 20, shapes=("box",))
    for row, change in zip(chosen, invalid_regions().values(), strict=False):
        row["regions"] = [{**row["regions"][0], **change}]
    tolerance = {"invalidDataTolerancePercent": 10}
    settings = {**SMALL, "num_epochs": 1, "image_size": [32]}
    write_job(tmp_path / "a", chosen, concepts(), settings, objects, **DETECTOR, **tolerance)
    write_job(tmp_path / "b", chosen, concepts(), settings, objects, **DETECTOR)

    code, log = run_job(tmp_path / "a")

    assert code == 0, log
    assert metrics_of(tmp_path / "a")["counts"] == {"train": 53, "test": 20, "invalid": 7}
    assert run_job(tmp_path / "b")[0] == 2
    assert failure_of(tmp_path / "b")["code"] == "invalid-data-tolerance-exceeded"


def test_batches_are_resized_alike_and_the_same_in_every_run():
    def drawn(**options):
        batches = ScaledBatches(40, 8, 3, smallest=(64,), largest=(160,), **options)
        batches.set_epoch(2)
        return list(batches)

    sizes = [{size for _, _, size in batch} for batch in drawn()]
    assert all(len(size) == 1 for size in sizes) and len(set(map(tuple, sizes))) > 1
    assert all(64 <= side <= 160 and side % 32 == 0 for size in sizes for (side,) in size)
    assert drawn() == drawn()


def test_sizes_may_be_written_in_every_published_form():
    def chosen(**values):
        h = Hyperparameters(values, ["image_size", "random_resize_lower", "random_resize_upper"])
        return resize_range(h, size_from(h))

    assert chosen(image_size="320") == chosen(image_size=[320]) == [(320,), (320,)]
    assert chosen(random_resize_lower=[], image_size=[96, 64])[0] == (96, 64)
    assert chosen(random_resize_lower=[64], image_size=[96, 80])[0] == (64, 64)
    assert chosen(random_resize_upper=[640, 480])[1] == (480,)


@pytest.mark.parametrize(
    ("settings", "image", "shape"),
    [
        (WholeImages((64,)), (200, 100), (128, 64)),
        (WholeImages((64,), max_aspect_ratio=1.5), (200, 100), (96, 48)),
        (WholeImages((64,), False), (200, 100), (64, 64)),
        (WholeImages((96, 64), False), (200, 100), (96, 64)),
        (WholeImages((96, 64), True), (200, 100), (96, 48)),
    ],
)
def test_the_shape_of_an_image_follows_its_settings(settings, image, shape):
    assert settings.shape(*image) == shape
    again = WholeImages.from_processor_config(settings.processor_config("RTDetrImageProcessor"))
    assert again.shape(*image) == shape


def test_map_is_one_for_the_truth_and_less_for_a_box_beside_it():
    boxes = [(0.1, 0.1, 0.4, 0.4), (0.5, 0.5, 0.9, 0.9)]
    marked = tuple(Region((place,), box, None, None) for place, box in enumerate(boxes))
    row = RegionRow("a", "", marked, "test", "new")
    right = Found(np.eye(2), np.array(boxes))
    shifted = Found(np.eye(2), np.add(boxes, [0.05, 0, 0.05, 0]))

    exact, near = (detection_metrics([row], [found], ["a", "b"]) for found in (right, shifted))

    assert (exact["map50"], exact["map"]) == (pytest.approx(1), pytest.approx(1))
    assert near["map50"] == pytest.approx(1) and 0.3 < near["map"] < 0.8
    assert detection_metrics([row], [], ["a", "b"])["map50"] is None
    background = RegionRow("b", "", (), "test", "new")
    assert detection_metrics([background], [right], ["a", "b"])["map50"] is None


def test_a_small_image_asks_for_no_more_queries_than_it_has_places(detector):
    model = AutoModelForObjectDetection.from_pretrained(detector / "checkpoints/export").eval()
    model.config.num_queries = 300

    limit_queries(model, (32, 64))

    assert model.config.num_queries == 4 * 8 + 2 * 4
    assert model(torch.rand(1, 3, 32, 64)).logits.shape[1] == 40
    assert freeze_stages(model, 9) == 3


def test_predictions_do_not_depend_on_the_neighbours(detector):
    predictor = load_predictor(detector / "model")
    images = [scenes.image_of(scene) for scene in scenes.scenes()[240:244]]

    together = predictor.predict([{"image": data} for data in images])
    alone = [predictor.predict([{"image": data}])[0] for data in images]

    for one, other in zip(together, alone, strict=True):
        assert one["regions"][0]["value"] == pytest.approx(other["regions"][0]["value"], abs=1e-4)
