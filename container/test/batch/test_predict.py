"""Predictions over a dataset version: all model types, the table, kills and stops."""

import csv
import json
import os
import signal

import pytest
from batch_jobs import exported, manifest_rows, write_batch_job
from jobs import attempts_of, digests_of, failure_of, progress_of, run_job, start_job
from waiting import until

from deeptune_trainer.batch import answering
from deeptune_trainer.batch.csv_table import as_text
from deeptune_trainer.batch.run import run_batch_job
from deeptune_trainer.contract.batch_job import read_batch_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.progress import Progress
from deeptune_trainer.contract.stop import StopSignal


def unlabelled(rows):
    """The rows without anything that they say."""
    return [{**row, "concepts": [], "regions": [], "target": None} for row in rows]


def table_of(root):
    """The rows of predictions.csv as dicts."""
    with open(root / "checkpoints/export/predictions.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def test_every_row_is_answered_and_stands_in_the_table(root, trained_model):
    rows = unlabelled(manifest_rows(trained_model))[:24]
    content = "text" if rows[0]["object"] is None else "object"
    rows[3][content] = None
    for row in rows[:4]:
        row["metadata"] = {"filename": f"pictures/{row['id']}.png"}
    changes = {"concepts": [], "invalidDataTolerancePercent": 20}
    write_batch_job(root, trained_model, "predict", rows, **changes)

    code, log = run_job(root)

    assert code == 0, log
    lines, table = exported(root, "predictions.jsonl"), table_of(root)
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert [line["id"] for line in lines if "error" in line] == [rows[3]["id"]]
    assert lines[3]["error"]["code"] == "input-invalid"
    assert not any("label" in line or "score" in line for line in lines)
    manifest = exported(root, "manifest.json")
    assert {file["name"] for file in manifest["files"]} == {"predictions.jsonl", "predictions.csv"}
    assert manifest["rows"] == {
        "total": len(rows),
        "answered": len(rows) - 1,
        "invalid": 1,
        "notMeasured": 0,
    }
    assert {row["id"] for row in table} == {row["id"] for row in rows}
    names = {row["id"]: row.get("metadata", {}).get("filename", "") for row in rows}
    assert {row["id"]: row["filename"] for row in table} == names
    assert {line["id"]: line.get("filename", "") for line in lines} == names
    (failed,) = [row for row in table if row["id"] == rows[3]["id"]]
    assert failed["error"].startswith("input-invalid: ")
    in_table(lines[0], [row for row in table if row["id"] == rows[0]["id"]])


def in_table(line, cells):
    """The cells of one row agree with its line."""
    output, first = line["output"], cells[0]
    if "regions" in output:
        assert len(cells) == max(1, len(output["regions"]))
        for region, row in zip(output["regions"], cells, strict=False):
            assert [float(row[n]) for n in ("top", "left", "bottom", "right")] == region["box"]
            assert row["concept"] == region["concepts"][0]["id"]
    elif "embeddings" in output:
        assert [float(first[f"e{n}"]) for n in range(8)] == output["embeddings"][0]
    elif "text" in output:
        assert first["text"] == output["text"]
    else:
        for concept in output["concepts"]:
            assert float(first[concept["id"]]) == concept["value"]
        assert first["concept"] == output["concepts"][0]["id"]


@pytest.fixture
def classifier(trained_roots):
    return trained_roots("visual_classifier")


def many(rows, count):
    """`count` rows that repeat the given ones under names of their own."""
    return [{**rows[n % len(rows)], "id": f"r{n}"} for n in range(count)]


def small_parts(monkeypatch, stop_after=None):
    """Parts of 40 rows, so that a few hundred rows have several; a StopSignal that is asked to
    stop when the progress tells of `stop_after` rows."""
    monkeypatch.setattr(answering, "PART_ROWS", 40)
    stop = StopSignal()
    if stop_after is not None:
        plain = Progress.write

        def write(self, stage, step, total, **values):
            plain(self, stage, step, total, **values)
            if stage == "prediction" and step >= stop_after:
                stop.request()

        monkeypatch.setattr(Progress, "write", write)
    return stop


def run_here(root, stop):
    """Runs the job below `root` in this process."""
    paths = Paths(root)
    run_batch_job(read_batch_job(paths), paths, stop)


@pytest.mark.parametrize("kind", ["predict", "evaluate"])
def test_a_stopped_job_exports_what_it_has_and_goes_on_later(
    root, tmp_path, classifier, monkeypatch, kind
):
    rows = many([r for r in manifest_rows(classifier) if r["split"] == "test"], 300)
    whole = tmp_path / "whole"
    for each in (root, whole):
        write_batch_job(each, classifier, kind, rows, minInputsPerConcept=0)
    with monkeypatch.context() as patch:
        run_here(root, small_parts(patch, stop_after=100))

    manifest, lines = exported(root, "manifest.json"), exported(root, "predictions.jsonl")
    assert manifest["stopped"] is True and 100 <= len(lines) < 200
    assert manifest["rows"]["answered"] == len(lines) and manifest["rows"]["total"] == 300
    assert [line["id"] for line in lines] == [row["id"] for row in rows[: len(lines)]]
    assert progress_of(root)[-1]["stage"] == "stopped"
    if kind == "evaluate":
        assert exported(root, "metrics.json")["heldOut"]["count"] == len(lines)

    for each in (root, whole):
        with monkeypatch.context() as patch:
            run_here(each, small_parts(patch))
    assert exported(root, "manifest.json")["stopped"] is False
    assert exported(root, "predictions.jsonl") == exported(whole, "predictions.jsonl")
    if kind == "evaluate":
        assert exported(root, "evaluation.json") == exported(whole, "evaluation.json")


def test_a_killed_job_answers_only_what_is_left(root, tmp_path, classifier):
    rows = many(unlabelled(manifest_rows(classifier)), 6000)
    write_batch_job(root, classifier, "predict", rows)
    process = start_job(root)
    until(lambda: len(list(root.glob("checkpoints/predictions/part-*/manifest.json"))), process)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    parts = sorted(root.glob("checkpoints/predictions/part-*/manifest.json"))
    carried = json.loads(parts[-1].read_text())["servedSeconds"]
    torn = root / "checkpoints/predictions/part-999999999"
    torn.mkdir()

    code, log = run_job(root)

    assert code == 0, log
    assert "resumed after " in log and not torn.exists()
    lines = exported(root, "predictions.jsonl")
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    for line in lines[::500]:
        first = lines[int(line["id"][1:]) % 72]
        assert {c["id"] for c in line["output"]["concepts"]} == {
            c["id"] for c in first["output"]["concepts"]
        }
    steps = [line["step"] for line in progress_of(root) if line["stage"] == "prediction"]
    assert steps == sorted(steps) and steps[-1] == 6000
    served, last = exported(root, "manifest.json")["servedSeconds"], attempts_of(root)[-1]["phases"]
    assert served["setup"] == pytest.approx(carried["setup"], abs=0.05)
    assert served["steps"] - carried["steps"] == pytest.approx(last["steps"]["seconds"], abs=0.2)


def test_sigterm_ends_with_0_and_what_was_answered(root, classifier):
    rows = many(unlabelled(manifest_rows(classifier)), 6000)
    write_batch_job(root, classifier, "predict", rows)
    process = start_job(root)
    path = root / "checkpoints/progress.jsonl"
    until(lambda: path.exists() and '"prediction"' in path.read_text(), process)
    os.kill(process.pid, signal.SIGTERM)
    process.join()

    assert process.exitcode == 0
    manifest = exported(root, "manifest.json")
    assert manifest["stopped"] is True
    assert len(exported(root, "predictions.jsonl")) == manifest["rows"]["answered"] > 0
    assert digests_of(root / "model") == digests_of(root / "checkpoints/export")


def test_parts_of_another_job_are_not_used(root, classifier):
    rows = unlabelled(manifest_rows(classifier))[:20]
    write_batch_job(root, classifier, "predict", rows)
    assert run_job(root)[0] == 0
    job = root / "input/data/train/job.json"
    job.write_text(job.read_text().replace('"b1"', '"b2"'))

    code, log = run_job(root)

    assert code == 0 and "resumed" not in log and "already complete" not in log
    assert exported(root, "manifest.json")["jobId"] == "b2"


def test_a_version_without_rows_is_the_users_fault(root, classifier):
    write_batch_job(root, classifier, "predict", [])

    code, _ = run_job(root)

    assert code == 2 and failure_of(root)["code"] == "no-data"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("\tx", "'\tx"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_a_text_that_looks_like_a_formula_stays_a_text(cell, written):
    assert as_text(cell) == written
