"""The two ends of a dial: a parent and a candidate of it, both from their exports."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForImageClassification, AutoModelForSequenceClassification

from ..contract.durable_files import FolderIncomplete, read_verified
from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.paths import Paths
from ..device.host_memory import host_memory_bytes, loading_bytes, refuse_host_memory
from ..models.incremental import load_parent_model, read_parent

# Recipes whose versions have a dial: those whose answer is one number per concept.
AUTO_CLASSES = {
    "visual_classifier": AutoModelForImageClassification,
    "text_classifier": AutoModelForSequenceClassification,
}
# Both models, what they were, and what lies between them.
COPIES = 5


@dataclass(frozen=True)
class End:
    """One loaded export: its folder (never written to), its concept ids in head order, its model,
    on the CPU until it is moved, and its weights by name, which stay what they are whatever the
    model is given."""

    folder: Path
    concept_ids: tuple[str, ...]
    model: Any
    state: dict[str, torch.Tensor]

    @property
    def exclusive(self) -> bool:
        """Whether an input has exactly one concept."""
        return self.model.config.problem_type == "single_label_classification"

    @property
    def average_flips(self) -> bool:
        """Whether it answers by an image and its mirror image."""
        return bool(getattr(self.model.config, "average_horizontal_flips", False))


def parent_end(job: Job, paths: Paths) -> End:
    """The channel `model`. Raises PlatformFault as read_parent does."""
    parent = read_parent(job, paths)
    if parent is None:
        raise PlatformFault("job-invalid", "job.json: a dial needs a parentVersionId")
    refuse_too_large(parent.folder)
    model = load_parent_model(parent, auto_class_of(job))
    return End(parent.folder, parent.concept_ids, model, state_of(model))


def candidate_end(job: Job, folder: Path, version_id: str) -> End:
    """The export in `folder`, which must be of the version `version_id`, a child of the job's
    parent. Raises PlatformFault `candidate-artifact-corrupt` or `candidate-mismatch`."""
    try:
        manifest = read_verified(folder)
        concepts = json.loads((folder / "concepts.json").read_text(encoding="utf-8"))
        ids = tuple(concept["id"] for concept in concepts)
    except (FolderIncomplete, OSError, ValueError, KeyError, TypeError) as error:
        raise PlatformFault("candidate-artifact-corrupt", str(error)) from error
    wanted = (version_id, job.parent_version_id, job.recipe)
    found = tuple(manifest.get(name) for name in ("modelVersionId", "parentVersionId", "recipe"))
    if wanted != found:
        text = f"{folder.name} holds (version, parent, recipe) {found}, the job asks for {wanted}"
        raise PlatformFault("candidate-mismatch", text)
    model = auto_class_of(job).from_pretrained(
        str(folder), use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    return End(folder, ids, model, state_of(model))


def state_of(model: Any) -> dict[str, torch.Tensor]:
    """name -> a copy of each parameter and buffer that is saved, on the CPU."""
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}


def refuse_too_large(folder: Path) -> None:
    """UserFault `host-memory` where both ends with their copies do not fit into the machine."""
    weights = sum(path.stat().st_size for path in folder.glob("*.safetensors"))
    needed = loading_bytes(COPIES * weights, 1)
    refuse_host_memory(needed, host_memory_bytes(), "a dial between two versions")


def auto_class_of(job: Job) -> Any:
    """transformers' class of the job's recipe; PlatformFault `dial-unsupported`."""
    if job.recipe not in AUTO_CLASSES:
        raise PlatformFault("dial-unsupported", f"recipe {job.recipe!r} has no dial")
    return AUTO_CLASSES[job.recipe]
