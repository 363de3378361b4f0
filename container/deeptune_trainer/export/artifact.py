"""The model artifact: plain files with a manifest, in checkpoints/export and again in model/.
Imports no torch."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..contract.durable_files import MANIFEST, publish_folder, write_json
from ..contract.job import Job, read_json
from ..contract.paths import Paths
from ..contract.phase_clock import clock
from ..contract.progress import Progress
from ..contract.training_log import log
from .model_card import model_card

PACKAGE = Path(__file__).parents[1]
INFERENCE = PACKAGE.parent / "inference.py"


def finish(
    job: Job,
    paths: Paths,
    progress: Progress,
    outcome: Any,
    total: int,
    write_model: Callable,
    metrics: dict[str, Any],
) -> None:
    """Ends a run of `total` steps with its TrainingOutcome: publishes the artifact, and says so in
    progress.jsonl, of a stopped run in the log too. `write_model` and `metrics` as for
    write_export."""
    seconds = round(outcome.train_seconds, 3)
    progress.write("saving", outcome.steps, total, seconds=seconds)
    write_export(job, paths, write_model, metrics, outcome.facts())
    if outcome.stopped:
        progress.write("stopped", outcome.steps, total, seconds=seconds)
        log("stopped: a loadable model is exported")


def write_export(
    job: Job, paths: Paths, write_model: Callable, metrics: dict[str, Any], outcome: dict[str, Any]
) -> None:
    """Publishes the artifact of `job`.

    `write_model(folder)` writes weights, configuration and preprocessing; `outcome` is {"step":
    int, "stopped": bool}. A parent's export is another folder and is never touched.
    """
    temporary = paths.checkpoints / "writing-export"
    for folder in (temporary, paths.export):
        shutil.rmtree(folder, ignore_errors=True)
    temporary.mkdir(parents=True)
    write_model(temporary)
    concepts = [{"id": c.id, "name": c.name} for c in job.concepts]
    (temporary / "concepts.json").write_text(json.dumps(concepts, indent=1), encoding="utf-8")
    (temporary / "metrics.json").write_text(
        json.dumps(metrics, indent=1, allow_nan=False), encoding="utf-8"
    )
    (temporary / "README.md").write_text(model_card(job, metrics, outcome), encoding="utf-8")
    publish_folder(temporary, paths.export, export_facts(job, outcome), clock.served)
    fill_model_folder(paths)


def count_until_now(paths: Paths) -> None:
    """The export's manifest says what was served until now: its held-out answers too, which are
    made of the export. A kill before this leaves what it said before."""
    manifest = read_json(paths.export / MANIFEST, "model-artifact-corrupt")
    manifest |= clock.served()
    for folder in (paths.export, paths.model):
        write_json(folder / MANIFEST, manifest)


def export_facts(job: Job, outcome: dict[str, Any]) -> dict[str, Any]:
    """What the export's manifest says beside its files."""
    return {
        "schemaVersion": 1,
        "modelVersionId": job.model_version_id,
        "parentVersionId": job.parent_version_id,
        "trainingJobName": job.training_job_name,
        "modelType": job.model_type,
        "template": job.template,
        "recipe": job.recipe,
        "baseModel": job.base_model,
        "datasetVersionId": job.dataset_version_id,
        "datasetDigest": job.dataset_digest,
        "seed": job.seed,
        "identity": job.identity,
        **outcome,
    }


def copy_export(paths: Paths) -> None:
    """Copies the export to model/, which SageMaker packs."""
    copy_files(paths.export, paths.model)


def fill_model_folder(paths: Paths) -> None:
    """Copies the export to model/ and adds code/ for SageMaker's Hugging Face inference toolkit."""
    copy_export(paths)
    code = paths.model / "code"
    code.mkdir(exist_ok=True)
    shutil.copyfile(INFERENCE, code / "inference.py")
    copy_files(PACKAGE, code / "deeptune_trainer")


def copy_files(source: Path, target: Path) -> None:
    """Copies the files below a folder, without what Python compiled. Unlike shutil.copytree it
    leaves modes behind: on a laptop all that a job writes is its owner's alone (umask)."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        if path.is_dir() and path.name != "__pycache__":
            copy_files(path, target / path.name)
        elif path.is_file():
            shutil.copyfile(path, target / path.name)
