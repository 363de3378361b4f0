"""What a visual-detector's hyperparameters and rows do to its images and its job."""

import pytest
import torch
from jobs import digests_of, failure_of, progress_of, run_job, run_jobs, write_job
from scene_jobs import DETECTOR, DETECTOR_SETTINGS
from scenes import concepts, rows
from transformers import AutoModelForObjectDetection

from deeptune_trainer.data.whole_images import WholeImages, size_from
from deeptune_trainer.models.detection import ScaledBatches, resize_range
from deeptune_trainer.settings.hyperparameters import Hyperparameters


def test_sizes_and_counts_change_what_they_should_and_nothing_else(tmp_path, scene_objects):
    base = {"image_size": [64], "batch_size": 4, "num_epochs": 1}
    changes = {
        "plain": {},
        "exact size": {"image_size": [96, 64]},
        "shape": {"keep_aspect_ratio": False},
        "samples": {"min_samples_per_epoch": 20},
        "epochs": {"num_epochs": 2},
    }
    for name, change in changes.items():
        root, settings = tmp_path / name, {**base, **change}
        write_job(root, rows(8, 0), concepts(), settings, scene_objects, **DETECTOR)
    run_jobs([tmp_path / name for name in changes])

    weights = {
        name: digests_of(tmp_path / name / "checkpoints/export")["model.safetensors"]
        for name in changes
    }
    assert weights["shape"] == weights["plain"], "these images are square"
    assert weights["exact size"] != weights["plain"]
    steps = {name: progress_of(tmp_path / name)[-1]["step"] for name in changes}
    assert (steps["plain"], steps["samples"], steps["epochs"]) == (2, 5, 4)


def test_frozen_stages_of_pretrained_weights_do_not_move(tmp_path, scene_objects, detector):
    settings = {**DETECTOR_SETTINGS, "num_epochs": 1, "frozen_stages": 1}
    hub = {**DETECTOR, "baseModel": "hub:someone/detector"}
    write_job(tmp_path, rows(16, 0), concepts(), settings, scene_objects, **hub)
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


def test_pretrained_weights_none_begins_with_learnable_normalisation(
    tmp_path, scene_objects, detector
):
    settings = {**DETECTOR_SETTINGS, "num_epochs": 1, "pretrained_weights": "None"}
    hub = {**DETECTOR, "baseModel": "hub:someone/detector"}
    write_job(tmp_path, rows(16, 8), concepts(), settings, scene_objects, **hub)
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
        "line": {"box": None, "polygon": [[0.1, 0.1], [0.2, 0.2]]},
        "nothing": {"box": None},
        "inside out": {"box": [0.5, 0.3, 0.4, 0.6]},
    }


def test_invalid_regions_are_counted_against_the_tolerance(tmp_path, scene_objects, metrics_of):
    chosen = rows(60, 20, shapes=("box",))
    changes = list(invalid_regions().values())
    # Of no use to this training, but not invalid.
    changes.append({"concepts": [{"id": "digit-9", "value": 1}]})
    changes.append({"concepts": [{"id": "digit-1", "value": 0}]})
    for row, change in zip(chosen, changes, strict=False):
        row["regions"] = [{**row["regions"][0], **change}]
    tolerance = {"invalidDataTolerancePercent": 7}
    settings = {**DETECTOR_SETTINGS, "num_epochs": 1, "image_size": [32]}
    write_job(tmp_path / "a", chosen, concepts(), settings, scene_objects, **DETECTOR, **tolerance)
    write_job(tmp_path / "b", chosen, concepts(), settings, scene_objects, **DETECTOR)

    code, log = run_job(tmp_path / "a")

    assert code == 0, log
    counts = {"train": 53, "validation": 0, "test": 20, "invalid": 5}
    assert metrics_of(tmp_path / "a")["counts"] == counts
    assert run_job(tmp_path / "b")[0] == 2
    assert failure_of(tmp_path / "b")["code"] == "invalid-data-tolerance-exceeded"


def test_a_mask_that_was_not_brought_is_nobody_s_invalid_data(tmp_path, scene_objects):
    chosen = rows(60, 20, shapes=("box",))
    chosen[0]["regions"] = [{**chosen[0]["regions"][0], "box": None, "mask": "0" * 64}]
    settings = {**DETECTOR_SETTINGS, "num_epochs": 1, "image_size": [32]}
    tolerance = {"invalidDataTolerancePercent": 100}
    write_job(tmp_path, chosen, concepts(), settings, scene_objects, **DETECTOR, **tolerance)

    assert run_job(tmp_path)[0] == 1
    failure = failure_of(tmp_path)
    assert (failure["code"], failure["fault"]) == ("dataset-object-missing", "platform")


def test_batches_are_resized_alike_and_the_same_in_every_run():
    def drawn(**options):
        batches = ScaledBatches(40, 8, 3, min_size=(64,), max_size=(160,), **options)
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
    for kind in ("RTDetrImageProcessor", "SegformerImageProcessor"):
        config = settings.processor_config(kind)
        assert WholeImages.from_processor_config(config).shape(*image) == shape
        assert kind.startswith("RTDetr") or config["size"].keys() == {"height", "width"}


def test_an_artifact_of_an_earlier_deeptune_is_still_read():
    earlier = {"size": {"shortest_edge": 64, "longest_edge": 96}}
    earlier |= {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}

    assert WholeImages.from_processor_config(earlier).shape(200, 100) == (96, 48)
