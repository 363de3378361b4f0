"""Writes jobs that evaluate a trained model or predict with it."""

import hashlib
import json
import shutil


def write_batch_job(root, trained, kind, rows, **changes):
    """Writes the input channels of a job below `root` that asks the model of the finished training
    `trained` about `rows`; `changes` replace fields of job.json."""
    job = json.loads((trained / "input/data/train/job.json").read_text())
    manifest = "".join(json.dumps(row) + "\n" for row in rows).encode()
    fields = {
        "schemaVersion": 1,
        "kind": kind,
        "trainingJobName": f"{kind}-a1",
        "jobId": "b1",
        **{name: job[name] for name in ("modelVersionId", "modelType", "recipe", "concepts")},
        "datasetVersionId": "dv2",
        "datasetDigest": hashlib.sha256(manifest).hexdigest(),
        "invalidDataTolerancePercent": 5,
        **changes,
    }
    (root / "input/data/train").mkdir(parents=True)
    (root / "input/data/train/manifest.jsonl").write_bytes(manifest)
    (root / "input/data/train/job.json").write_text(json.dumps(fields))
    objects = trained / "input/data/objects"
    if objects.exists():
        (root / "input/data/objects").symlink_to(objects.resolve())
    shutil.copytree(trained / "checkpoints/export", root / "input/data/model")


def manifest_rows(root):
    """The rows of a job's manifest."""
    lines = (root / "input/data/train/manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def exported(root, name):
    """A JSON file of a finished job's export; the lines of a .jsonl."""
    text = (root / "checkpoints/export" / name).read_text()
    is_lines = name.endswith(".jsonl")
    return [json.loads(line) for line in text.splitlines()] if is_lines else json.loads(text)
