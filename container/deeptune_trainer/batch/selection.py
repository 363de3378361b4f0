"""Which rows of a dataset version a job asks about, by what the rows say alone."""

from collections import Counter
from dataclasses import dataclass

from ..contract.batch_job import BatchJob
from ..contract.failures import UserFault
from ..contract.paths import Paths
from ..contract.training_log import log
from ..data.dataset import read_manifest
from .scorer import Scorer, refuse_too_few


@dataclass(frozen=True)
class Selection:
    """`total` rows of the manifest, of which `asked` are asked about."""

    total: int
    asked: int


def select_rows(job: BatchJob, paths: Paths, scorer: Scorer | None) -> Selection:
    """Reads the whole manifest and tells the scorer the rows that it will measure.

    Raises UserFault `no-data`, `evaluation-needs-inputs` or `evaluation-needs-concepts`, and
    PlatformFault as read_manifest does.
    """
    numbers, total, counts = [], 0, Counter[str]()
    for number, entry in enumerate(read_manifest(job, paths)):
        total += 1
        if scorer is not None and scorer.is_measured(entry):
            numbers.append(number)
            counts.update(scorer.groups_of(entry))
    asked = total if scorer is None else len(numbers)
    log(f"data: {total} rows, {asked} of them to answer")
    if scorer is not None:
        refuse_too_few(job, scorer, counts)
        scorer.begin(numbers)
    if not asked:
        raise UserFault("no-data", f"none of the {total} rows can be answered or measured")
    return Selection(total, asked)
