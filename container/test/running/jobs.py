"""Writes job folders and runs the trainer on them in a process of its own.

Processes are forked from a server that has imported torch already: a real process with a real exit
code, without the seconds of importing.
"""

import gc
import hashlib
import json
import multiprocessing
import os
import shutil
import sys

PRELOADED = [
    "vendor_path",
    "deeptune_trainer.recipes.visual_classifier",
    "deeptune_trainer.recipes.text_classifier",
    "deeptune_trainer.recipes.text_to_text",
    "deeptune_trainer.recipes.visual_detector",
    "deeptune_trainer.recipes.visual_segmenter",
    "deeptune_trainer.recipes.visual_embedder",
    "deeptune_trainer.recipes.visual_anomaly_heatmap",
]
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(PRELOADED)

JOB = {
    "schemaVersion": 1,
    "trainingJobName": "ft-v1-a1",
    "modelVersionId": "v1",
    "parentVersionId": None,
    "modelType": "visual-classifier",
    "template": "test",
    "recipe": "visual_classifier",
    "baseModel": "config:resnet-small",
    "datasetVersionId": "dv1",
    "seed": 7,
    "invalidDataTolerancePercent": 5,
}


def write_job(root, rows, concepts, hyperparameters, objects=None, parent=None, **changes):
    """Writes the input channels of one job below `root`; `changes` replace fields of job.json."""
    for folder in ("input/config", "input/data/train"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    manifest = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (root / "input/data/train/manifest.jsonl").write_bytes(manifest)
    job = {**JOB, "concepts": concepts, "datasetDigest": hashlib.sha256(manifest).hexdigest()}
    (root / "input/data/train/job.json").write_text(json.dumps({**job, **changes}))
    encoded = {name: json.dumps(value) for name, value in hyperparameters.items()}
    (root / "input/config/hyperparameters.json").write_text(json.dumps(encoded))
    if objects:
        (root / "input/data/objects").symlink_to(objects)
    if parent:
        shutil.copytree(parent / "checkpoints/export", root / "input/data/model")


def whole_job():
    """What train.py does."""
    from deeptune_trainer.entry import main

    return main()


def training_alone():
    """What train.py does but for the answers to the held-out rows, which follow a training and take
    a tiny one's time again; its checkpoints, metrics, export and failure are the same."""
    from deeptune_trainer.contract import failures, job, paths, phase_clock, run_figures, stop
    from deeptune_trainer.entry import load_recipe

    begun, below = run_figures.begin_run(), paths.paths_from_environment()
    try:
        phase_clock.clock.begin(below.times)
        asked = job.read_job(below)
        load_recipe(asked.recipe).train(asked, below, stop.StopSignal.installed(started=begun))
        return failures.EXIT_DONE
    except Exception as error:
        return failures.report_failure(below.failure, error, seconds=0)


def start_job(root, work=whole_job):
    """Starts the trainer on `root`, or `work` of it; returns the process. Its output goes to
    root/log.txt."""
    process = processes.Process(target=run, args=(str(root), work))
    process.start()
    return process


def run_job(root):
    """Runs the trainer on `root` to its end; returns (exit code, log). Whatever the recipe, the
    answers to the held-out rows are kept."""
    process = start_job(root)
    process.join()
    log = (root / "log.txt").read_text()
    assert "held-out answers are not kept" not in log, log
    return process.exitcode, log


def run_jobs(roots):
    """Runs the trainer on each root, two at a time; fails where one of them does."""
    waiting, running = list(roots), []
    while waiting or running:
        while waiting and len(running) < 2:
            root = waiting.pop(0)
            running.append((root, start_job(root)))
        root, process = running.pop(0)
        process.join()
        log = (root / "log.txt").read_text()
        assert process.exitcode == 0 and "are not kept" not in log, log


def weights_of(root):
    """The SHA-256 of a finished job's exported weights."""
    path = root / "checkpoints/export/model.safetensors"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(root, work=whole_job):
    """In the new process: `work` on `root`, to the exit code that it returns."""
    gc.freeze()  # what the server imported need not be searched for garbage by every job
    os.environ["DEEPTUNE_ML_ROOT"] = root
    log = os.open(os.path.join(root, "log.txt"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdout.flush()
    code = work()
    sys.stdout.flush()
    os._exit(code)


def failure_of(root):
    """The failure file's content."""
    return json.loads((root / "output/failure").read_text())


def progress_of(root):
    """The lines of progress.jsonl."""
    return [
        json.loads(line) for line in (root / "checkpoints/progress.jsonl").read_text().splitlines()
    ]


def attempts_of(root):
    """The attempts of times.json, oldest first."""
    return json.loads((root / "checkpoints/times.json").read_text())["attempts"]


def digests_of(folder):
    """name -> SHA-256 of every file below `folder`."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
