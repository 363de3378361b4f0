"""A whole visual-classifier job on real handwritten digits."""

import json
import shutil

from digits import concepts, rows
from jobs import digests_of, failure_of, progress_of, run_job, write_job
from safetensors.torch import load_file
from transformers import AutoImageProcessor, AutoModelForImageClassification

from deeptune_trainer.contract.durable_files import read_verified


def test_learns_clearly_better_than_untrained_and_trivial(trained, metrics_of):
    metrics = metrics_of(trained[0])

    assert metrics["heldOut"]["accuracy"] > 0.93
    assert metrics["heldOut"]["macroRocAuc"] > 0.98
    assert metrics["untrained"]["accuracy"] < 0.4
    assert metrics["trivial"]["accuracy"] < 0.2
    counts = {"train": 540, "validation": 60, "test": metrics["heldOut"]["count"], "invalid": 0}
    assert metrics["counts"] == counts


def test_metrics_have_the_published_shape(trained, metrics_of):
    metrics = metrics_of(trained[0])
    held_out = metrics["heldOut"]

    assert [c["conceptId"] for c in held_out["perConcept"]] == [f"digit-{i}" for i in range(8)]
    assert sum(map(sum, held_out["confusionMatrix"]["matrix"])) == held_out["count"]
    assert metrics["steps"] == 5 * 17
    assert set(metrics["seconds"]) == {"setup", "train", "validate", "evaluate", "save"}
    assert metrics["inputsPerSecond"] > 10 and metrics["secondsPerStep"] > 0
    assert "forgetting" not in metrics and "parent" not in metrics


def test_progress_is_a_loss_curve(trained):
    lines = progress_of(trained[0])
    training = [line for line in lines if line["stage"] == "training"]

    assert [line["stage"] for line in lines if line["stage"] != "training"] == [
        "setup",
        "evaluation",
        "saving",
    ]
    assert {"step", "totalSteps", "epoch", "loss", "seconds", "secondsLeft"} <= set(training[0])
    assert training[-1]["loss"] < training[0]["loss"] / 2
    assert training[-1]["metric"] > 0.9 and training[-1]["secondsLeft"] == 0
    assert [line["seconds"] for line in training] == sorted(line["seconds"] for line in training)


def test_progress_says_at_which_rate_it_learns_and_what_it_uses(trained):
    lines = progress_of(trained[0])
    training = [line for line in lines if line["stage"] == "training"]
    rates = [line["learningRate"] for line in training]

    # Its schedule falls in steps, and never rises.
    assert all(0 < rate < 1 for rate in rates) and rates == sorted(rates, reverse=True)
    measured = [line for line in training if "metric" in line]
    assert len(measured) == 5 and {line["metricName"] for line in measured} == {"accuracy"}
    assert all(line["memoryMiB"] > 50 for line in lines)
    elapsed = [line["elapsed"] for line in lines]
    assert elapsed == sorted(elapsed) and elapsed[0] > 0
    assert all(line["elapsed"] >= line["seconds"] for line in lines)


def test_the_log_reads_like_a_story(trained):
    for words in ("start: job", "540 to train on", "ResNet", "epoch 5/5", "checkpoint saved"):
        assert words in trained[1]
    assert "best epoch" in trained[1] and "verdict: better than always answering" in trained[1]
    assert trained[1].rstrip().endswith("done")
    assert (trained[0] / "checkpoints/training.log").read_text() == trained[1]


def test_the_export_loads_with_from_pretrained_and_names_its_origin(trained):
    export = trained[0] / "checkpoints/export"

    manifest = read_verified(export)
    model = AutoModelForImageClassification.from_pretrained(export)
    assert model.config.id2label[3] == "digit-3"
    assert AutoImageProcessor.from_pretrained(export).size["shortest_edge"] == 16
    card = (export / "README.md").read_text()
    assert manifest["datasetDigest"] in card and "| Seed | 7 |" in card
    assert json.loads((export / "concepts.json").read_text())[0]["name"] == "Digit 0"


def test_two_checkpoints_are_kept_and_model_holds_the_export_and_the_code(trained):
    root, log = trained

    assert log.count("checkpoint saved") >= 2
    assert len(list((root / "checkpoints").glob("checkpoint-*"))) == 2
    model = digests_of(root / "model")
    assert digests_of(root / "checkpoints/export").items() <= model.items()
    assert "code/inference.py" in model and "code/deeptune_trainer/predictors/predictor.py" in model


def test_a_restart_of_a_finished_job_ends_at_once_and_fills_the_model_folder(objects, root):
    write_job(root, rows(64, 16), concepts(range(10)), {"image_size": 8, "num_epochs": 1}, objects)
    assert run_job(root)[0] == 0
    export = digests_of(root / "checkpoints/export")
    for file in (root / "model").glob("*.safetensors"):
        file.unlink()  # on SageMaker a restart begins with an empty model folder

    code, log = run_job(root)

    assert code == 0 and "already complete" in log
    assert digests_of(root / "checkpoints/export") == export
    assert (root / "model/model.safetensors").is_file()


def test_several_concepts_per_image_are_learned_as_independent_labels(objects, root, metrics_of):
    even = {"id": "even", "name": "Even"}
    labelled = rows(500, 150)
    for row in labelled:
        digit = int(row["concepts"][0]["id"][-1])
        row["concepts"].append({"id": "even", "value": int(digit % 2 == 0)})
    hyperparameters = {"image_size": [16], "num_epochs": 8, "batch_size": 32}
    write_job(root, labelled, [*concepts(range(10)), even], hyperparameters, objects)

    assert run_job(root)[0] == 0

    held_out = metrics_of(root)["heldOut"]
    assert held_out["confusionMatrix"] is None
    assert held_out["accuracy"] > 0.6 > metrics_of(root)["trivial"]["accuracy"]
    assert held_out["perConcept"][-1]["f1"] > 0.9


def test_without_held_out_data_nothing_is_measured_and_nothing_is_nan(objects, root, metrics_of):
    write_job(root, rows(40, 0), concepts(range(10)), {"image_size": 8, "num_epochs": 1}, objects)

    assert run_job(root)[0] == 0

    metrics = metrics_of(root)
    assert metrics["heldOut"]["count"] == 0 and metrics["heldOut"]["accuracy"] is None
    assert metrics["untrained"]["accuracy"] is None and metrics["trivial"]["accuracy"] is None
    assert all("metric" not in line for line in progress_of(root))


def test_a_staged_base_model_gives_the_weights_unless_they_are_refused(trained, objects, root):
    hyperparameters = {"image_size": 16, "num_epochs": 1, "lrate": 1e-4}
    hub = {"baseModel": "hub:someone/base"}
    moved = {}
    for weights in ("ImageNet-1k", "None"):
        chosen = {**hyperparameters, "pretrained_weights": weights}
        write_job(root / weights, rows(128, 16), concepts(range(10)), chosen, objects, **hub)
        shutil.copytree(trained[0] / "checkpoints/export", root / weights / "input/data/base-model")

        code, log = run_job(root / weights)

        assert code == 0, log
        base = load_file(trained[0] / "checkpoints/export/model.safetensors")
        tuned = load_file(root / weights / "checkpoints/export/model.safetensors")
        name = "resnet.embedder.embedder.convolution.weight"
        moved[weights] = float((base[name] - tuned[name]).abs().max())
    assert moved["ImageNet-1k"] < 0.01 < moved["None"]


def test_a_base_model_that_is_not_there_is_the_platforms_fault(objects, root):
    hub = {"baseModel": "hub:someone/base"}
    write_job(root, rows(16, 4), concepts(range(10)), {"image_size": 8}, objects, **hub)

    assert run_job(root)[0] == 1

    assert failure_of(root)["code"] == "base-model-unavailable"
