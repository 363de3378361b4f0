"""Checkpoints: `checkpoint-<step>` folders, complete only once their manifest is in place."""

import math
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..contract.durable_files import FolderIncomplete, publish_folder, read_verified
from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.phase_clock import clock
from ..contract.training_log import log

KEPT = 2
# 2: with the validation part and the best epoch. A checkpoint of a trainer without them was trained
# on other rows and cannot be gone on from.
SCHEMA_VERSION = 2
NAME = re.compile(r"checkpoint-(\d+)")
# Spot reclaims are rarer than this on g5; a shorter guess only costs saves.
MEAN_SECONDS_BETWEEN_INTERRUPTIONS = 3600.0


def write_checkpoint(root: Path, step: int, write_files: Callable, facts: dict[str, Any]) -> float:
    """Saves one checkpoint below `root` and drops all but the newest two. Returns the seconds it
    took.

    `write_files(folder)` writes the files; `facts` (JSON-ready) stand in the manifest beside step
    and file digests.
    """
    with clock.within("saving"):
        started = time.monotonic()
        write_folder(root, step, write_files, facts)
        return time.monotonic() - started


def write_folder(root: Path, step: int, write_files: Callable, facts: dict[str, Any]) -> None:
    """As write_checkpoint."""
    final, temporary = root / f"checkpoint-{step}", root / f"writing-checkpoint-{step}"
    for leftover in (temporary, final):
        shutil.rmtree(leftover, ignore_errors=True)
    temporary.mkdir(parents=True)
    write_files(temporary)
    known = {"schemaVersion": SCHEMA_VERSION, "step": step, **facts}
    publish_folder(temporary, final, known, clock.served)
    # A later one was torn or is another release's: it must not take the place of a whole one.
    later = [old for other, old in folders(root) if other > step]
    for old in [*later, *(old for _, old in folders(root)[len(later) :][KEPT:])]:
        shutil.rmtree(old, ignore_errors=True)


def facts_of(job: Job, trained_seconds: float, saved_seconds: float) -> dict[str, Any]:
    """What a checkpoint's manifest says of its job beside step and files."""
    return {
        "identity": job.identity,
        "modelVersionId": job.model_version_id,
        "parentVersionId": job.parent_version_id,
        "datasetDigest": job.dataset_digest,
        "trainedSeconds": round(trained_seconds, 3),
        "savedSeconds": round(saved_seconds, 3),
    }


def folders(root: Path) -> list[tuple[int, Path]]:
    """[(step, folder)] of everything named like a checkpoint, newest first, complete or not."""
    found = [(NAME.fullmatch(p.name), p) for p in root.glob("checkpoint-*") if p.is_dir()]
    return sorted(((int(m[1]), p) for m, p in found if m), reverse=True)


def newest_complete(root: Path, identity: str) -> tuple[Path, dict[str, Any]] | None:
    """(folder, manifest) of the newest checkpoint that verifies, walking back past torn ones; None
    where there is none.

    Raises PlatformFault `checkpoint-of-another-job` where a complete checkpoint has another job's
    identity.
    """
    for step, folder in folders(root):
        try:
            manifest = read_verified(folder)
        except FolderIncomplete as reason:
            log(f"checkpoint {folder.name} skipped: {reason}")
            continue
        if manifest.get("step") != step:
            continue
        if manifest.get("schemaVersion") != SCHEMA_VERSION:
            log(f"checkpoint {folder.name} skipped: it is of another release's trainer")
            continue
        if manifest.get("identity") != identity:
            raise PlatformFault(
                "checkpoint-of-another-job", f"{folder.name} belongs to another job"
            )
        return folder, manifest
    return None


def is_due(
    step: int, total_steps: int, last_step: int, seconds_since_save: float, save_seconds: float
) -> bool:
    """Whether to save after `step`: at the last step, every third of the run, or at Young's
    interval √(2·save·MTBF).

    The interval is at least 20 times a save, so that saving never takes more than about 5 % of the
    time.
    """
    if step >= total_steps or step - last_step >= max(1, total_steps // 3):
        return True
    young = math.sqrt(2 * save_seconds * MEAN_SECONDS_BETWEEN_INTERRUPTIONS)
    return seconds_since_save >= max(young, 20 * save_seconds, 1.0)
