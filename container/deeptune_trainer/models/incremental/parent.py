"""The parent of an incremental training: its export, checked."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError

from ...contract.durable_files import FolderIncomplete, read_verified
from ...contract.failures import PlatformFault
from ...contract.job import Job
from ...contract.paths import Paths


@dataclass(frozen=True)
class Parent:
    """A verified parent export: its folder (never written to), its manifest and its concept ids
    in head order."""

    folder: Path
    manifest: dict
    concept_ids: tuple[str, ...]


def read_parent(job: Job, paths: Paths) -> Parent | None:
    """The parent of an incremental job, None for any other.

    Raises PlatformFault `parent-artifact-corrupt`, `parent-mismatch` (another version, model type
    or recipe).
    """
    if job.parent_version_id is None:
        return None
    try:
        manifest = read_verified(paths.parent_export)
        concepts = json.loads((paths.parent_export / "concepts.json").read_text(encoding="utf-8"))
        ids = tuple(c["id"] for c in concepts)
    except (FolderIncomplete, OSError, ValueError, KeyError, TypeError) as error:
        raise PlatformFault("parent-artifact-corrupt", str(error)) from error
    wanted = (job.parent_version_id, job.model_type, job.recipe)
    found = (manifest.get("modelVersionId"), manifest.get("modelType"), manifest.get("recipe"))
    if wanted != found:
        raise PlatformFault(
            "parent-mismatch", f"the model channel holds {found}, the job asks for {wanted}"
        )
    return Parent(paths.parent_export, manifest, ids)


def load_parent_model(parent: Parent, auto_class: Any, **options: Any) -> Any:
    """The parent's model from safetensors, for `auto_class`; PlatformFault
    `parent-artifact-corrupt`."""
    try:
        return auto_class.from_pretrained(
            str(parent.folder),
            use_safetensors=True,
            local_files_only=True,
            trust_remote_code=False,
            **options,
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise PlatformFault("parent-artifact-corrupt", f"{parent.folder}: {error}") from error
