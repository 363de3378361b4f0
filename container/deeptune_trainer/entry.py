"""Runs one training job from start to exit code."""

import importlib
import os
import re
import time
from typing import Any

from .contract.batch_job import BatchJob, read_batch_job
from .contract.durable_files import MANIFEST, FolderIncomplete, read_verified
from .contract.environment import refuse_untested_environment
from .contract.failures import EXIT_DONE, PlatformFault, report_failure
from .contract.job import TRAIN, Job, read_job, read_json, read_kind
from .contract.paths import Paths, paths_from_environment
from .contract.phase_clock import clock
from .contract.run_figures import begin_run
from .contract.stop import StopSignal
from .contract.training_log import log, start_log
from .contract.vendored import use_vendored_packages
from .export.artifact import copy_export, count_until_now, fill_model_folder


def main() -> int:
    """Trains the job below the root folder; returns the exit code of README.md and never raises."""
    started = begin_run()
    stop = StopSignal.installed(started=started)
    paths = paths_from_environment()
    try:
        start_log(paths.training_log)
        clock.begin(paths.times)
        paths.failure.unlink(missing_ok=True)
        use_vendored_packages()
        refuse_untested_environment()
        refuse_missing_gpu()
        run = train if read_kind(paths) == TRAIN else evaluate_or_predict
        is_whole = run(paths, stop)
        clock.finish("completed" if is_whole else "stopped")
        return EXIT_DONE
    except (
        Exception
    ) as error:  # whatever it is, SageMaker and the laptop learn why from output/failure
        code = report_failure(paths.failure, error, time.monotonic() - started)
        clock.finish("failed")
        return code


def train(paths: Paths, stop: StopSignal) -> bool:
    """Trains the job below `paths`, unless its export is already complete. Whether it got to its
    end: a stop may end it before."""
    job = read_job(paths)
    clock.describe(TRAIN, job.training_job_name)
    log(f"start: job {job.training_job_name}, model version {job.model_version_id}")
    if is_finished(job, paths):
        log("the export of this job is already complete")
        clock.enter("saving")
        fill_model_folder(paths)
        export = read_json(paths.export / MANIFEST, "model-artifact-corrupt")
    else:
        export = None
        for path in (paths.held_out, paths.gate_answers, paths.dial):
            path.unlink(missing_ok=True)
        make_version(job, paths, stop)
    from .batch.held_out import keep_held_out_answers  # here: it brings torch
    from .batch.paired import keep_paired_answers

    clock.enter("evaluation")
    if export is not None:  # all until here was done before; what is left are the answers
        clock.go_on_from(export)
    notes = keep_held_out_answers(job, paths, stop)
    if job.parent_version_id is not None:
        from .dial.keep_dial import keep_dial

        keep_paired_answers(job, paths, stop, notes)
        keep_dial(job, paths, stop)
    count_until_now(paths)
    is_whole = not read_json(paths.export / MANIFEST, "model-artifact-corrupt")["stopped"]
    if is_whole:
        log("done")
    return is_whole


def make_version(job: Job, paths: Paths, stop: StopSignal) -> None:
    """Exports the version: by training it, or as a point between two others."""
    if job.dial is None:
        load_recipe(job.recipe).train(job, paths, stop)
        return
    from .dial.make_point import make_point  # here: it brings torch

    make_point(job, paths, stop)


def evaluate_or_predict(paths: Paths, stop: StopSignal) -> bool:
    """Asks a model about a dataset version, unless this job's export is already complete. Whether
    it got to its end: a stop may end it before."""
    job = read_batch_job(paths)
    clock.describe(job.kind, job.training_job_name)
    log(f"start: job {job.training_job_name}, {job.kind} {job.job_id}")
    if is_finished(job, paths):
        log("done: the export of this job is already complete")
        clock.enter("saving")
        copy_export(paths)
        return True
    from .batch.run import run_batch_job  # here: it brings torch

    return run_batch_job(job, paths, stop)


def refuse_missing_gpu() -> None:
    """PlatformFault `gpu-unavailable` where the job was started for its GPU
    (DEEPTUNE_REQUIRES_GPU=1) and none can compute."""
    if os.environ.get("DEEPTUNE_REQUIRES_GPU") == "1":
        from .device.compute import refuse_unusable_gpu  # here: it brings torch

        refuse_unusable_gpu()


def is_finished(job: BatchJob | Job, paths: Paths) -> bool:
    """True where a restart finds this job's whole export. A stopped run's export does not count:
    it trains on."""
    try:
        manifest = read_verified(paths.export)
    except FolderIncomplete:
        return False
    return manifest.get("identity") == job.identity and not manifest.get("stopped")


def load_recipe(name: str) -> Any:
    """The module `recipes/<name>.py`; PlatformFault `recipe-unknown` where there is none of that
    name."""
    if not re.fullmatch(r"[a-z_]+", name):
        raise PlatformFault("recipe-unknown", f"there is no recipe {name!r}")
    try:
        return importlib.import_module(f".recipes.{name}", __package__)
    except ModuleNotFoundError as error:
        if error.name != f"{__package__}.recipes.{name}":
            raise
        raise PlatformFault("recipe-unknown", f"there is no recipe {name!r}") from error
