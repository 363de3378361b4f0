"""The frozen evaluation set of a job, as a classifier reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch.utils.data import Dataset

from ..batch.held_out import evenly
from ..contract.job import Job
from ..contract.paths import Paths
from ..data.batches import ImageInputs, TextInputs, stack, text_collator
from ..data.dataset import DatasetVersion, Row, held_out_rows, usable_row
from ..data.images import read_preprocessing
from ..models.text.tokenization import load_tokenizer
from .ends import End

CONTENT_OF = {"visual_classifier": "image", "text_classifier": "text"}


@dataclass(frozen=True)
class EvaluationSet:
    """The usable test rows of a job, with nothing to learn from; how many test rows there are; and
    of each usable one the places of the concepts that its labels deny."""

    data: DatasetVersion
    held_out: int
    denied: list[tuple[int, ...]]


def evaluation_set(
    job: Job, paths: Paths, exclusive: bool, most: int | None = None
) -> EvaluationSet:
    """The EvaluationSet of a job; at most `most` rows are looked at, at equal distances."""
    numbers = [number for number, _ in held_out_rows(job, paths)]
    chosen = set(numbers if most is None else evenly(numbers, most))
    index = {concept.id: place for place, concept in enumerate(job.concepts)}
    rows: list[Row] = []
    denied: list[tuple[int, ...]] = []
    invalid = 0
    for number, entry in held_out_rows(job, paths):
        if number in chosen:
            row = usable_row(entry, index, paths, CONTENT_OF[job.recipe], exclusive)
            if isinstance(row, Row):
                rows.append(row)
                labels = [index[c["id"]] for c in entry["concepts"] if c["id"] in index]
                denied.append(tuple(sorted(set(labels) - set(row.positives))))
            else:
                invalid += isinstance(row, str)
    return EvaluationSet(DatasetVersion((), tuple(rows), invalid), len(numbers), denied)


def inputs_of(
    job: Job, paths: Paths, end: End, rows: tuple[Row, ...]
) -> tuple[Dataset, Callable[..., Any]]:
    """(the rows as `end` reads them, how a batch is made of them)."""
    count = len(job.concepts)
    if CONTENT_OF[job.recipe] == "image":
        return ImageInputs(rows, paths, read_preprocessing(end.folder), count), stack
    tokenizer = load_tokenizer(end.folder)
    return TextInputs(rows, count), text_collator(tokenizer, tokenizer.model_max_length)
