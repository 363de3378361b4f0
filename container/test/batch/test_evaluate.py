"""Evaluations of all model types: the trainer's own metrics, and every row's answer and score."""

import base64
import hashlib
import json
from collections import Counter

import numpy as np
import pytest
from batch_jobs import exported, manifest_rows, write_batch_job
from effect_jobs import BASES, MANY, EffectJobs
from jobs import attempts_of, digests_of, failure_of, progress_of, run_job

from deeptune_trainer.batch.scorer import present_groups
from deeptune_trainer.predictors.predictor import load_predictor, predict_json


def held_out_rows(trained):
    """The rows that the training was measured on, in its order."""
    rows = manifest_rows(trained)
    is_anomaly_model = any(r["concepts"] and r["concepts"][0]["id"] == "anomaly" for r in rows)
    moved = [r for r in rows if r["split"] == "train" and is_anomalous(r)]
    return [r for r in rows if r["split"] == "test"] + (moved if is_anomaly_model else [])


def is_anomalous(row):
    return any(concept["id"] == "anomaly" for concept in row["concepts"])


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory, trained_model):
    """(training's root, evaluation's root) on the training's held-out rows."""
    root = tmp_path_factory.mktemp("evaluated") / "ml"
    rows = held_out_rows(trained_model)
    write_batch_job(root, trained_model, "evaluate", rows, minInputsPerConcept=0)
    code, log = run_job(root)
    assert code == 0, log
    return trained_model, root


def same(found, expected):
    """Fails where two JSON values differ, numbers by more than float32's last digits."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            same(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for pair in zip(found, expected, strict=True):
            same(*pair)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-5)
    else:
        assert found == expected


def test_the_metrics_are_those_of_the_training_on_the_same_rows(evaluated):
    trained, root = evaluated
    expected = exported(trained, "metrics.json")["heldOut"]

    metrics = exported(root, "metrics.json")

    same(metrics["heldOut"], expected)
    assert expected["count"] == metrics["counts"]["test"] == len(held_out_rows(trained)) > 0
    assert metrics["counts"]["invalid"] == metrics["counts"]["notMeasured"] == 0
    assert exported(root, "evaluation.json")["report"] == metrics["heldOut"]


def test_the_time_goes_to_answering_measuring_and_saving(evaluated):
    _, root = evaluated
    attempt, counts = attempts_of(root)[-1], exported(root, "metrics.json")["counts"]

    assert (attempt["kind"], attempt["end"], attempt["steps"]) == ("evaluate", "completed", 0)
    assert set(attempt["phases"]) == {"setup", "steps", "evaluation", "saving"}
    assert attempt["phases"]["steps"]["samples"] >= counts["test"]
    assert attempt["phases"]["steps"]["passes"] > 0
    parts = [phase["seconds"] for phase in attempt["phases"].values()]
    assert sum(parts) == pytest.approx(attempt["seconds"], abs=0.01)


def test_a_detector_that_finds_objects_has_the_metrics_of_its_training(root, detector):
    write_batch_job(root, detector, "evaluate", held_out_rows(detector), minInputsPerConcept=0)
    code, log = run_job(root)
    assert code == 0, log
    expected = exported(detector, "metrics.json")["heldOut"]

    found = exported(root, "metrics.json")["heldOut"]

    assert expected["map50"] > 0.3
    same(found, expected)
    scores = [line.get("score") for line in exported(root, "predictions.jsonl")]
    assert np.mean([score for score in scores if score is not None]) > 0.3


def test_unseen_concepts_are_those_that_the_embedder_was_not_trained_on(root, tmp_path):
    jobs = EffectJobs("visual_embedder", tmp_path)
    settings = {**BASES["visual_embedder"][1], "num_epochs": 6}
    trained = jobs.root_of(settings, amount=MANY)
    assert run_job(trained)[0] == 0
    rows = held_out_rows(trained)
    other = [{"id": "new", "name": "new"}]
    concepts = json.loads((trained / "input/data/train/job.json").read_text())["concepts"] + other
    write_batch_job(root, trained, "evaluate", rows, concepts=concepts, minInputsPerConcept=0)
    code, log = run_job(root)
    assert code == 0, log

    found = exported(root, "metrics.json")["heldOut"]

    expected = exported(trained, "metrics.json")["heldOut"]
    assert expected["unseenConcepts"] and expected["recall1"] > 0
    same(found, expected)


def test_every_row_has_the_answer_that_a_request_gets(evaluated):
    trained, root = evaluated
    rows, lines = held_out_rows(trained), exported(root, "predictions.jsonl")

    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    predictor = load_predictor(trained / "checkpoints/export")
    for row, line in list(zip(rows, lines, strict=True))[:3]:
        given = {"text": row["text"]} if row["object"] is None else image_of(trained, row)
        (expected,) = predict_json(predictor, [given])
        same_answer(line["output"], expected)


def image_of(root, row):
    data = (root / "input/data/objects" / row["object"]).read_bytes()
    return {"image_base64": base64.b64encode(data).decode()}


def same_answer(found, expected):
    """Outputs agree; pixels of masks and heatmaps are compared by test_predictions."""
    assert found.keys() == expected.keys()
    if "concepts" in expected:
        values = {c["id"]: c["value"] for c in expected["concepts"]}
        assert {c["id"]: c["value"] for c in found["concepts"]} == pytest.approx(values, rel=1e-4)
    if "embeddings" in expected:
        assert found["embeddings"][0] == pytest.approx(expected["embeddings"][0], abs=1e-4)
    if "text" in expected:
        assert found["text"] == expected["text"]
    if "regions" in expected:
        assert len(found["regions"]) == len(expected["regions"])


def test_scores_add_up_to_the_metric(evaluated):
    _, root = evaluated
    metrics, lines = exported(root, "metrics.json"), exported(root, "predictions.jsonl")
    scores = [line["score"] for line in lines if "score" in line]
    held_out, name = metrics["heldOut"], metrics["rowScore"]

    assert scores and all(0 <= score <= 1 for score in scores)
    if name == "right" and "accuracy" in held_out:
        assert np.mean(scores) == pytest.approx(held_out["accuracy"])
    elif name == "right":
        wrong = held_out["anomalous"] * (1 - held_out["foundPercent"] / 100)
        wrong += held_out["normal"] * held_out["falseAlarmPercent"] / 100
        assert len(scores) - sum(scores) == pytest.approx(wrong)
    elif name in ("recall1", "rougeL"):
        assert np.mean(scores) == pytest.approx(held_out[name])


def test_labels_are_the_rows_truth(evaluated):
    trained, root = evaluated
    for row, line in zip(held_out_rows(trained), exported(root, "predictions.jsonl"), strict=True):
        if "target" in row:
            assert line["label"] == {"target": row["target"]}
        elif row.get("regions") and "regions" in line["label"]:
            named = [[c["id"] for c in r["concepts"] if c["value"]] for r in row["regions"]]
            assert [r["concepts"] for r in line["label"]["regions"]] == named
        elif "regions" not in line["label"]:
            named = [c["id"] for c in row["concepts"] if c["value"]]
            assert line["label"]["concepts"] == (named or ["normal"])


def test_the_export_is_whole_and_says_what_it_is(evaluated):
    _, root = evaluated
    manifest = exported(root, "manifest.json")
    names = {file["name"] for file in manifest["files"]}

    assert names == {"predictions.jsonl", "metrics.json", "evaluation.json"}
    assert manifest["kind"] == "evaluate" and manifest["jobId"] == "b1"
    assert manifest["stopped"] is False and manifest["firstFailure"] is None
    assert digests_of(root / "model") == digests_of(root / "checkpoints/export")
    assert not (root / "checkpoints/predictions").exists()
    stages = [line["stage"] for line in progress_of(root)]
    assert stages[0] == "setup" and stages[-3:] == ["prediction", "evaluation", "saving"]
    last = progress_of(root)[-3]
    assert last["step"] == last["totalSteps"] == manifest["rows"]["total"]


def test_a_restart_of_a_finished_evaluation_keeps_its_export(evaluated):
    _, root = evaluated
    before = digests_of(root / "checkpoints/export")

    code, log = run_job(root)

    assert code == 0 and "already complete" in log
    assert digests_of(root / "checkpoints/export") == before


@pytest.fixture
def classifier(trained_roots):
    return trained_roots("visual_classifier")


def test_concepts_that_the_model_does_not_know_are_never_found(root, classifier):
    rows = manifest_rows(classifier)
    for row in rows[:10]:
        row["concepts"] = [{"id": "new", "value": 1}]
    concepts = [{"id": "new", "name": "new"}, {"id": "digit-1", "name": "one"}]
    write_batch_job(root, classifier, "evaluate", rows, concepts=concepts, minInputsPerConcept=1)
    code, log = run_job(root)
    assert code == 0, log

    new, one = exported(root, "metrics.json")["heldOut"]["perConcept"]
    lines = exported(root, "predictions.jsonl")
    counts = exported(root, "metrics.json")["counts"]
    assert (new["conceptId"], new["count"], new["recall"]) == ("new", 10, 0.0)
    assert one["count"] == counts["test"] - 10 > 0
    assert counts["notMeasured"] == sum("error" in line for line in lines) > 0
    skipped = next(line for line in lines if "error" in line)
    assert skipped["error"]["code"] == "not-measured" and len(lines) == len(rows)


def test_too_few_examples_are_the_users_fault(root, classifier):
    rows = [row for row in manifest_rows(classifier) if row["split"] == "test"][:8]
    write_batch_job(root, classifier, "evaluate", rows)

    code, _ = run_job(root)

    failure = failure_of(root)
    assert code == 2 and failure["code"] == "evaluation-needs-inputs"
    assert "at least 5" in failure["message"]


NO_PICTURE = b"a picture of nothing"


@pytest.mark.parametrize("tolerance", [100, 0])
def test_an_object_that_is_not_there_is_our_fault_whatever_the_tolerance(
    root, classifier, tolerance
):
    rows = [row for row in manifest_rows(classifier) if row["split"] == "test"][:20]
    rows[7]["object"] = "0" * 64
    changes = {"minInputsPerConcept": 0, "invalidDataTolerancePercent": tolerance}
    write_batch_job(root, classifier, "evaluate", rows, **changes)

    code, _ = run_job(root)

    failure = failure_of(root)
    assert (code, failure["code"], failure["fault"]) == (1, "dataset-object-missing", "platform")
    assert "0" * 64 in failure["message"]


@pytest.mark.parametrize(("tolerance", "code"), [(30, 0), (10, 2)])
def test_unreadable_rows_are_tolerated_up_to_the_jobs_share(root, classifier, tolerance, code):
    rows = [row for row in manifest_rows(classifier) if row["split"] == "test"][:20]
    digest = hashlib.sha256(NO_PICTURE).hexdigest()
    for row in rows[:4]:
        row["object"] = digest
    write_batch_job(
        root,
        classifier,
        "evaluate",
        rows,
        minInputsPerConcept=0,
        invalidDataTolerancePercent=tolerance,
    )
    (root / "input/data/objects" / digest).write_bytes(NO_PICTURE)

    found, log = run_job(root)

    assert found == code, log
    if code:
        assert failure_of(root)["code"] == "invalid-data-tolerance-exceeded"
        assert "4 of 20" in failure_of(root)["message"]
    else:
        manifest = exported(root, "manifest.json")
        assert manifest["rows"] == {"total": 20, "answered": 16, "invalid": 4, "notMeasured": 0}
        assert "unreadable" in manifest["firstFailure"] or "image" in manifest["firstFailure"]
        assert exported(root, "predictions.jsonl")[0]["error"]["code"] == "input-unreadable"
        assert exported(root, "metrics.json")["heldOut"]["count"] == 16


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"modelVersionId": "v9"}, "model-mismatch"),
        ({"recipe": "text_classifier"}, "model-mismatch"),
        ({"kind": "guess"}, "job-invalid"),
        ({"minInputsPerConcept": -1}, "job-invalid"),
        ({"surprise": 1}, "job-invalid"),
        ({"datasetDigest": "0" * 64}, "dataset-digest-mismatch"),
    ],
)
def test_a_wrong_job_is_the_platforms_fault(root, classifier, change, code):
    write_batch_job(root, classifier, "evaluate", manifest_rows(classifier)[:3])
    path = root / "input/data/train/job.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))

    found, _ = run_job(root)

    assert found == 1 and failure_of(root)["code"] == code


def test_a_torn_model_is_the_platforms_fault(root, classifier):
    write_batch_job(root, classifier, "evaluate", manifest_rows(classifier)[:3])
    (root / "input/data/model/model.safetensors").write_bytes(b"torn")

    found, _ = run_job(root)

    assert found == 1 and failure_of(root)["code"] == "model-artifact-corrupt"


@pytest.mark.parametrize(
    ("counts", "measured"),
    [
        ({"a": 5, "b": 5, "c": 5}, ["a", "b", "c"]),
        ({"a": 5, "b": 5}, ["a", "b"]),
        ({"a": 50}, ["a", "b", "c"]),
        ({}, ["a", "b", "c"]),
    ],
)
def test_concepts_that_a_dataset_does_not_have_are_not_asked_for(counts, measured):
    assert list(present_groups(["a", "b", "c"], Counter(counts), 2)) == measured
