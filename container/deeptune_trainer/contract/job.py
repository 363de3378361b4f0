"""What to train: job.json and, for jobs that do not say it there, hyperparameters.json; checked and
frozen."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failures import PlatformFault
from .paths import Paths

SCHEMA_VERSION = 1
TRAIN, EVALUATE, PREDICT = KINDS = ("train", "evaluate", "predict")


@dataclass(frozen=True)
class Concept:
    """One class. Its id is its identity; its position is not."""

    id: str
    name: str


@dataclass(frozen=True)
class Dial:
    """A point between the parent (`weight` 0) and a candidate of it (1). `shift` is added to the
    logits of the concepts that the parent does not know."""

    candidate_version_id: str
    weight: float
    shift: float


@dataclass(frozen=True)
class Job:
    """The training job as README.md describes it; `hyperparameters` maps a name to its decoded
    JSON value. `dial`: nothing is learnt, the version is a point between two others."""

    training_job_name: str
    model_version_id: str
    parent_version_id: str | None
    model_type: str
    template: str
    recipe: str
    base_model: str
    concepts: tuple[Concept, ...]
    dataset_version_id: str
    dataset_digest: str
    seed: int
    invalid_data_tolerance_percent: float
    hyperparameters: dict[str, Any]
    dial: Dial | None = None

    @property
    def identity(self) -> str:
        """SHA-256 over all that decides the result: a checkpoint of another identity is never
        resumed from."""
        facts: list[Any] = [
            self.model_version_id,
            self.parent_version_id,
            self.recipe,
            self.base_model,
        ]
        facts += [
            [c.id for c in self.concepts],
            self.dataset_digest,
            self.seed,
            self.hyperparameters,
        ]
        if self.dial:  # nothing else: what an earlier release wrote keeps its identity
            facts += [[self.dial.candidate_version_id, self.dial.weight, self.dial.shift]]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


Kind = type | tuple[type, ...]
FIELDS: dict[str, tuple[Kind, str]] = {
    "trainingJobName": (str, "training_job_name"),
    "modelVersionId": (str, "model_version_id"),
    "parentVersionId": ((str, type(None)), "parent_version_id"),
    "modelType": (str, "model_type"),
    "template": (str, "template"),
    "recipe": (str, "recipe"),
    "baseModel": (str, "base_model"),
    "concepts": (list, "concepts"),
    "datasetVersionId": (str, "dataset_version_id"),
    "datasetDigest": (str, "dataset_digest"),
    "seed": (int, "seed"),
    "invalidDataTolerancePercent": ((int, float), "invalid_data_tolerance_percent"),
}


def read_job(paths: Paths) -> Job:
    """Reads the training job of `paths`. Raises PlatformFault `job-invalid` or
    `hyperparameters-invalid`."""
    raw = read_raw_job(paths)
    refuse_unknown(raw, {*FIELDS, "hyperparameters", "dial"})
    values = {attribute: checked(raw, name, kind) for name, (kind, attribute) in FIELDS.items()}
    values["concepts"] = read_concepts(values["concepts"])
    return Job(**values, hyperparameters=hyperparameters_of(raw, paths), dial=dial_of(raw))


def dial_of(raw: dict[str, Any]) -> Dial | None:
    """The point that the raw job asks for; None for a job that learns."""
    if raw.get("dial") is None:
        return None
    asked = checked(raw, "dial", dict)
    weight, shift = (float(checked(asked, name, (int, float))) for name in ("weight", "shift"))
    if not 0 <= weight <= 1:
        raise PlatformFault("job-invalid", f"job.json: dial: weight {weight} is not in 0..1")
    return Dial(checked(asked, "candidateVersionId", str), weight, shift)


def read_raw_job(paths: Paths) -> dict[str, Any]:
    """job.json as a dict of the right schemaVersion; PlatformFault `job-invalid`."""
    raw = read_json(paths.job, "job-invalid")
    if not isinstance(raw, dict) or raw.get("schemaVersion") != SCHEMA_VERSION:
        raise PlatformFault("job-invalid", f"job.json: schemaVersion must be {SCHEMA_VERSION}")
    return raw


def read_kind(paths: Paths) -> str:
    """What the job of `paths` does: one of KINDS. Raises PlatformFault `job-invalid`."""
    kind: str = read_raw_job(paths).get("kind", TRAIN)
    if kind not in KINDS:
        text = f"job.json: kind is {kind!r}, it must be one of {', '.join(KINDS)}"
        raise PlatformFault("job-invalid", text)
    return kind


def refuse_unknown(raw: dict[str, Any], known: set[str]) -> None:
    """PlatformFault `job-invalid` where the raw job has a field that is not known."""
    unknown = sorted(set(raw) - known - {"schemaVersion", "kind"})
    if unknown:
        raise PlatformFault("job-invalid", f"job.json: unknown fields {', '.join(unknown)}")


def checked(raw: dict[str, Any], name: str, kind: Kind) -> Any:
    """The field `name` of the raw job, which must be of type `kind` (booleans are not numbers)."""
    value = raw.get(name)
    if name not in raw or not isinstance(value, kind) or isinstance(value, bool):
        raise PlatformFault("job-invalid", f"job.json: {name} is missing or ill-typed: {value!r}")
    return value


def read_concepts(raw: list[Any]) -> tuple[Concept, ...]:
    """The list [{id, name}] as a tuple of Concept; ids must be strings and differ."""
    try:
        concepts = tuple(Concept(c["id"], c["name"]) for c in raw)
    except (TypeError, KeyError) as error:
        raise PlatformFault("job-invalid", f"job.json: concepts: {error}") from error
    ids = [c.id for c in concepts]
    if not all(isinstance(i, str) for i in ids) or len(set(ids)) != len(ids):
        raise PlatformFault("job-invalid", "job.json: concept ids must be distinct strings")
    return concepts


def hyperparameters_of(raw: dict[str, Any], paths: Paths) -> dict[str, Any]:
    """The raw job's own hyperparameters, which are whole; else those of hyperparameters.json, where
    SageMaker holds a value to 2,500 characters."""
    if "hyperparameters" in raw:
        own: dict[str, Any] = checked(raw, "hyperparameters", dict)
        return own
    return read_hyperparameters(paths.hyperparameters)


def read_hyperparameters(path: Path) -> dict[str, Any]:
    """Reads the name -> JSON-encoded string file that SageMaker writes; a value that is no JSON
    stays a string."""
    raw = read_json(path, "hyperparameters-invalid") if path.exists() else {}
    if not isinstance(raw, dict):
        raise PlatformFault("hyperparameters-invalid", "hyperparameters.json must be an object")
    return {
        name: decoded(value) for name, value in raw.items() if not name.startswith("sagemaker_")
    }


def decoded(value: Any) -> Any:
    """`"0.5"` -> 0.5, `"[30, 40]"` -> [30, 40], `"horizontal"` -> "horizontal"."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def read_json(path: Path, code: str) -> Any:
    """The decoded file; PlatformFault `code` where it is missing or malformed."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PlatformFault(code, f"{path.name}: {error}") from error
