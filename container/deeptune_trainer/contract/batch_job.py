"""What to evaluate or to predict: job.json of these kinds, checked and frozen."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from .failures import PlatformFault
from .job import (
    EVALUATE,
    FIELDS,
    Concept,
    Kind,
    checked,
    read_concepts,
    read_raw_job,
    refuse_unknown,
)
from .paths import Paths

MIN_INPUTS_PER_CONCEPT = 5
BATCH_FIELDS: dict[str, tuple[Kind, str]] = {
    "kind": (str, "kind"),
    "trainingJobName": (str, "training_job_name"),
    "jobId": (str, "job_id"),
    "modelVersionId": (str, "model_version_id"),
    "modelType": (str, "model_type"),
    "recipe": (str, "recipe"),
    "concepts": (list, "concepts"),
    "datasetVersionId": (str, "dataset_version_id"),
    "datasetDigest": (str, "dataset_digest"),
    "invalidDataTolerancePercent": ((int, float), "invalid_data_tolerance_percent"),
}
MIN_INPUTS = "minInputsPerConcept"


@dataclass(frozen=True)
class BatchJob:
    """A job that asks a model version about every row of a dataset version, as README.md describes
    it. `kind`: "evaluate" or "predict"; `concepts`: those that an evaluation measures."""

    kind: str
    training_job_name: str
    job_id: str
    model_version_id: str
    model_type: str
    recipe: str
    concepts: tuple[Concept, ...]
    dataset_version_id: str
    dataset_digest: str
    invalid_data_tolerance_percent: float
    min_inputs_per_concept: int

    @property
    def is_evaluation(self) -> bool:
        return self.kind == EVALUATE

    @property
    def identity(self) -> str:
        """SHA-256 over all that decides the result: parts of another identity are never used."""
        concepts = [[c.id, c.name] for c in self.concepts]
        facts: list[Any] = [self.kind, self.job_id, self.model_version_id, self.recipe, concepts]
        facts += [self.dataset_digest, self.min_inputs_per_concept]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def read_batch_job(paths: Paths) -> BatchJob:
    """Reads the evaluation or prediction job of `paths`. Raises PlatformFault `job-invalid`."""
    raw = read_raw_job(paths)
    refuse_unknown(raw, {*BATCH_FIELDS, *FIELDS, "hyperparameters", MIN_INPUTS})
    pairs = BATCH_FIELDS.items()
    values = {attribute: checked(raw, name, kind) for name, (kind, attribute) in pairs}
    values["concepts"] = read_concepts(values["concepts"])
    return BatchJob(**values, min_inputs_per_concept=min_inputs_of(raw))


def min_inputs_of(raw: dict[str, Any]) -> int:
    """The field minInputsPerConcept, 5 where it is absent."""
    value: int = checked({MIN_INPUTS: MIN_INPUTS_PER_CONCEPT, **raw}, MIN_INPUTS, int)
    if value < 0:
        raise PlatformFault("job-invalid", f"job.json: {MIN_INPUTS} is {value}, less than 0")
    return value
