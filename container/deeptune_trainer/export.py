"""The model artifact: plain files with a manifest, in checkpoints/export and again in model/.
Imports no torch."""

import json
import shutil
from pathlib import Path

from .durable_files import publish_folder
from .training_log import best_epoch_text, log

INTERVAL_METHODS = {
    "wilson": "Wilson's score interval (1927)",
    "hanley-mcneil": "Hanley and McNeil's variance (1982), solved as by Newcombe (2006, method 5)",
    "bootstrap": "percentile bootstrap (Efron and Tibshirani 1993), 1,000 draws from a fixed seed",
}
INFERENCE = Path(__file__).parent.parent / "inference.py"


def finish(job, paths, progress, outcome, total, write_model, metrics):
    """Ends a run of `total` steps with its TrainingOutcome: publishes the artifact, and says so in
    progress.jsonl and the log. `write_model` and `metrics` as for write_export."""
    seconds = round(outcome.train_seconds, 3)
    progress.write("saving", outcome.steps, total, seconds=seconds)
    write_export(job, paths, write_model, metrics, outcome.facts())
    if outcome.stopped:
        progress.write("stopped", outcome.steps, total, seconds=seconds)
    log("stopped: a loadable model is exported" if outcome.stopped else "done")


def write_export(job, paths, write_model, metrics, outcome):
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
    publish_folder(temporary, paths.export, export_facts(job, outcome))
    fill_model_folder(paths)


def export_facts(job, outcome):
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


def fill_model_folder(paths):
    """Copies the export to model/ and adds code/ for SageMaker's Hugging Face inference toolkit."""
    paths.model.mkdir(parents=True, exist_ok=True)
    shutil.copytree(paths.export, paths.model, dirs_exist_ok=True)
    code = paths.model / "code"
    code.mkdir(exist_ok=True)
    shutil.copy(INFERENCE, code / "inference.py")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        Path(__file__).parent, code / "deeptune_trainer", dirs_exist_ok=True, ignore=ignored
    )


def model_card(job, metrics, outcome):
    """README.md of the artifact, in the Hugging Face model card's form."""
    held_out = metrics["heldOut"]
    lines = ["---", "library_name: transformers", f"tags: [deeptune, {job.model_type}]", "---", ""]
    lines += [f"# Model version {job.model_version_id}", ""]
    if outcome["stopped"]:
        lines += [
            f"Training was stopped after step {outcome['step']}; this model is not fully trained.",
            "",
        ]
    lines += ["| | |", "|---|---|"]
    facts = {
        "Model type": job.model_type,
        "Template": job.template,
        "Base model": job.base_model,
        "Parent version": job.parent_version_id or "none",
        "Dataset version": job.dataset_version_id,
        "Dataset digest": job.dataset_digest,
        "Seed": job.seed,
        "Training steps": outcome["step"],
        **epoch_facts(metrics),
        "Held-out inputs": held_out["count"],
        **measured("Held-out", held_out),
        **measured("Before training:", metrics["untrained"]),
        **measured("Trivial answer:", metrics["trivial"]),
    }
    lines += [f"| {name} | {value} |" for name, value in facts.items()]
    lines += ["", f"On held-out data: {metrics['verdict']['text']}.", *interval_source(metrics)]
    lines += ["", "Concepts: " + ", ".join(f"`{c.id}`" for c in job.concepts), ""]
    return "\n".join(lines)


def epoch_facts(metrics):
    """Which epoch's weights these are; nothing for a recipe without epochs to choose from."""
    chosen = metrics["bestEpoch"]
    return {"Epoch": best_epoch_text(chosen)} if chosen else {}


def interval_source(metrics):
    """A line that names the method of the interval; none where there is no interval."""
    method = metrics["verdict"]["method"]
    return [f"The interval's method: {INTERVAL_METHODS[method]}."] if method else []


def measured(whose, numbers):
    """The single numbers among metrics, named as in metrics.json; lists and tables stay there."""
    single = {k: v for k, v in numbers.items() if v is None or isinstance(v, int | float)}
    return {f"{whose} {name}": shown(value) for name, value in single.items() if name != "count"}


def shown(number):
    """A metric for a person to read."""
    return "not measured" if number is None else f"{number:.4f}"
