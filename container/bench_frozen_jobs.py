"""Whole jobs of the benchmark of frozen layers, on the demo's pictures and mails."""

import base64
import hashlib
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jobs import write_job
from packaged import stage

from deeptune_trainer.contract.job import read_job
from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.contract.stop import StopSignal

DEMO = Path(__file__).parent.parent / "demo"
IMAGES, TEXTS = "efficientnet-lite0", "minilm"
PICTURE_JOBS = [
    (f"packaged:{IMAGES}", {"image_size": 64, "trainable_layers": "head", "num_epochs": 8}),
    (f"packaged:{IMAGES}", {"image_size": 64, "trainable_layers": "2", "num_epochs": 8}),
    (f"packaged:{IMAGES}", {"image_size": 96, "trainable_layers": "head", "num_epochs": 8}),
    (f"packaged:{IMAGES}", {"image_size": 96, "trainable_layers": "2", "num_epochs": 8}),
    (f"packaged:{IMAGES}", {"image_size": 64, "trainable_layers": "all", "num_epochs": 4}),
    ("config:resnet-small", {"image_size": 48, "num_epochs": 15, "lrate": 3.2e-3}),
]
MAIL_JOBS = [
    (f"packaged:{TEXTS}", {"max_length": 128, "trainable_layers": "head", "num_epochs": 8}),
    (f"packaged:{TEXTS}", {"max_length": 64, "trainable_layers": "1", "num_epochs": 4}),
    (f"packaged:{TEXTS}", {"max_length": 128, "trainable_layers": "1", "num_epochs": 4}),
    (f"packaged:{TEXTS}", {"max_length": 128, "trainable_layers": "all", "num_epochs": 2}),
    ("config:bert-small", {"max_length": 128, "num_epochs": 10, "lrate": 4.8e-4}),
]
PICTURES = {"batch_size": 32, "lrate": 1e-3, "weight_decay": 0.01}
MAILS = {"batch_size": 16, "lrate": 2.5e-4, "weight_decay": 0.01}
EXCLUSIVE = {"concepts_mutually_exclusive": True, "seed": 0}
HELD_OUT_PERCENT = 20


def job_rows(packaged: Path) -> Iterator[list[str]]:
    """A row of texts for each whole job."""
    pictures, mails = lines_of("emoji.py"), lines_of("mails.py", "--count", "1000")
    for recipe, defaults, data, jobs in (
        ("visual_classifier", PICTURES, pictures, PICTURE_JOBS),
        ("text_classifier", MAILS, mails, MAIL_JOBS),
    ):
        for base_model, settings in jobs:
            job = {"recipe": recipe, "modelType": recipe.replace("_", "-"), "baseModel": base_model}
            yield [
                base_model,
                shown(settings),
                *whole_job(job, {**defaults, **settings}, data, packaged),
            ]


def lines_of(script: str, *arguments: str) -> list[dict[str, Any]]:
    """What a script of the demo prints."""
    command = [sys.executable, str(DEMO / script), *arguments]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def shown(settings: dict[str, Any]) -> str:
    """The settings of a job in a cell."""
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def whole_job(
    job: dict[str, Any], settings: dict[str, Any], data: list[dict[str, Any]], packaged: Path
) -> list[str]:
    """[train rows, held-out rows, accuracy, seconds, set-up seconds] of one job, as texts."""
    with tempfile.TemporaryDirectory() as folder:
        root, store = Path(folder) / "ml", Path(folder) / "store"
        store.mkdir()
        rows = [row_of(line, store) for line in data]
        labels = sorted({line["label"] for line in data})
        concepts = [{"id": label, "name": label} for label in labels]
        write_job(root, rows, concepts, {**settings, **EXCLUSIVE}, store, **job)
        if job["baseModel"].startswith("packaged:"):
            stage(root, packaged, job["baseModel"].partition(":")[2])
        paths, began = Paths(root), time.monotonic()
        recipe = importlib.import_module(f"deeptune_trainer.recipes.{job['recipe']}")
        recipe.train(read_job(paths), paths, StopSignal())
        seconds = time.monotonic() - began
        metrics = json.loads((paths.export / "metrics.json").read_text())
    accuracy, setup = metrics["heldOut"]["accuracy"], metrics["seconds"]["setup"]
    counts = [str(metrics["counts"][split]) for split in ("train", "test")]
    return [*counts, f"{accuracy:.3f}", f"{seconds:.0f}", f"{setup:.0f}"]


def row_of(line: dict[str, Any], store: Path) -> dict[str, Any]:
    """The manifest row of a picture or a mail, the former's bytes put into `store`."""
    labels, digest = [{"id": line["label"], "value": 1}], None
    if "base64" in line:
        data = base64.b64decode(line["base64"])
        digest = hashlib.sha256(data).hexdigest()
        (store / digest).write_bytes(data)
    # By the digest of the id, so that the split stays whatever else there is.
    place = int(hashlib.sha256(line["id"].encode()).hexdigest(), 16) % 100
    facts = {"id": line["id"], "object": digest, "text": line.get("text"), "concepts": labels}
    return {**facts, "split": "test" if place < HELD_OUT_PERCENT else "train", "origin": "new"}
