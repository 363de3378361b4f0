"""held-out.jsonl: what a trained version answers to rows that it never learned from."""

import json

import digits
import pytest
from jobs import run_job, write_job

from deeptune_trainer.batch import held_out
from deeptune_trainer.contract.paths import Paths

SMALL = {"image_size": [16], "batch_size": 16, "num_epochs": 4, "per_item_lrate": 1e-4}


def answers_of(root):
    """(the first line, the other lines) of a job's held-out.jsonl."""
    head, *lines = (root / "checkpoints/held-out.jsonl").read_text().splitlines()
    return json.loads(head), [json.loads(line) for line in lines]


def held_out_ids(root):
    manifest = (root / "input/data/train/manifest.jsonl").read_text().splitlines()
    return [row["id"] for row in map(json.loads, manifest) if row["split"] == "test"]


def test_each_held_out_row_has_its_answer_label_and_score_as_the_metrics_say(trained, metrics_of):
    head, lines = answers_of(trained[0])
    report = metrics_of(trained[0])["heldOut"]

    assert head["score"] == "right" and head["rows"]["answered"] == report["count"] == len(lines)
    assert [line["id"] for line in lines] == held_out_ids(trained[0])
    right = sum(line["score"] for line in lines)
    assert right / len(lines) == pytest.approx(report["accuracy"], abs=1e-9)
    for line in lines:
        best = max(line["output"]["concepts"], key=lambda concept: concept["value"])["id"]
        assert (line["label"]["concepts"] == [best]) == bool(line["score"])
    exported = {path.name for path in (trained[0] / "checkpoints/export").iterdir()}
    assert "held-out.jsonl" not in exported | {p.name for p in (trained[0] / "model").iterdir()}


def test_a_text_classifier_keeps_them_too(trained_text, metrics_of):
    head, lines = answers_of(trained_text[0])
    report = metrics_of(trained_text[0])["heldOut"]

    assert head["rows"]["answered"] == report["count"] == len(lines)
    assert sum(line["score"] for line in lines) / len(lines) == pytest.approx(report["accuracy"])


def test_of_many_rows_evenly_spaced_ones_are_kept():
    assert held_out.evenly(list(range(0, 100, 10)), 5) == [0, 20, 40, 60, 80]
    assert held_out.evenly([3, 7], 5) == [3, 7]


def test_large_outputs_are_left_out():
    region = {"box": [0, 0, 1, 1], "mask_base64": "x" * 70_000, "concepts": []}
    small = {"id": "a", "output": {"heatmap_base64": "x", "concepts": [1]}, "score": 1.0}
    large = {"id": "b", "output": {"regions": [region]}}

    lines = [*held_out.lean_lines(iter([json.dumps(small), json.dumps(large)]))]

    assert json.loads(lines[0]) == {"id": "a", "output": {"concepts": [1]}, "score": 1.0}
    assert json.loads(lines[1])["output"]["regions"][0]["mask_base64"] is None
    assert [*held_out.fitting(iter(["12345", "123", "1"]), 6)] == ["12345"]


def test_a_version_without_held_out_rows_says_so(objects, root):
    rows = [{**row, "split": "train"} for row in digits.rows(40, classes=range(2))]
    write_job(root, rows, digits.concepts(range(2)), {**SMALL, "num_epochs": 1}, objects)

    assert run_job(root)[0] == 0

    head, lines = answers_of(root)
    assert lines == [] and head["rows"] | {"notMeasured": 0} == {
        **{"heldOut": 0, "chosen": 0, "notMeasured": 0, "answered": 0, "failed": 0}
    }


def test_a_training_does_not_fail_where_they_cannot_be_kept(tmp_path, monkeypatch):
    logged = []

    def fail(*_):
        raise MemoryError("no room for a second model")

    monkeypatch.setattr(held_out, "write_held_out", fail)
    monkeypatch.setattr(held_out, "log", logged.append)

    held_out.keep_held_out_answers(None, Paths(tmp_path), None)

    assert logged == ["held-out answers are not kept: MemoryError: no room for a second model"]


def test_a_restart_that_finds_the_export_whole_adds_what_is_missing(objects, root):
    rows = digits.rows(40, 8, classes=range(2))
    write_job(root, rows, digits.concepts(range(2)), {**SMALL, "num_epochs": 1}, objects)
    assert run_job(root)[0] == 0
    (root / "checkpoints/held-out.jsonl").unlink()

    code, log = run_job(root)

    assert code == 0 and log.rstrip().endswith("done")
    assert len(answers_of(root)[1]) == 8
