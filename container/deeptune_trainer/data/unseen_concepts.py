"""Concepts that an embedder is measured on and never trained on."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..contract.job import Job
from .dataset import DatasetVersion, Row

MIN_CONCEPTS, ONE_IN = 4, 5
# With fewer, the recall of a concept is chance. At least two are held out: a query and its match.
MIN_ROWS, MIN_HELD_OUT = 10, 2


def unseen_concepts(
    job: Job, data: DatasetVersion, parent_facts: dict[str, Any] | None = None
) -> list[str]:
    """The ids of the concepts that are kept out of training, in the job's order.

    One in five of those with enough rows, at least one, where there are four; the same ones in any
    order, since a digest of the id decides. In incremental training the parent's stay unseen, what
    it has learned cannot become so, and one in five of the new ones joins them.
    """
    enough = concepts_with_enough_rows(job, data)
    if parent_facts is None:
        count = max(1, len(enough) // ONE_IN) if len(enough) >= MIN_CONCEPTS else 0
        chosen = set(by_digest(enough)[:count])
    else:
        already, learned = parent_facts["unseenConcepts"], parent_facts["trainedConcepts"]
        new = [i for i in enough if i not in already and i not in learned]
        chosen = {*already, *by_digest(new)[: len(new) // ONE_IN]}
    return [c.id for c in job.concepts if c.id in chosen]


def concepts_with_enough_rows(job: Job, data: DatasetVersion) -> list[str]:
    """The ids that training and recall can both be measured with."""
    held_out = Counter(i for row in data.test for i in row.positives)
    rows = held_out + Counter(i for row in data.train for i in row.positives)
    return [
        concept.id
        for place, concept in enumerate(job.concepts)
        if rows[place] >= MIN_ROWS and held_out[place] >= MIN_HELD_OUT
    ]


def by_digest(ids: Sequence[str]) -> list[str]:
    """The ids in a pseudo-random order that is always the same."""
    return sorted(ids, key=lambda concept_id: hashlib.sha256(concept_id.encode()).digest())


def rows_to_train(
    job: Job, rows: tuple[Row, ...], unseen: Sequence[str]
) -> tuple[list[Row], list[str]]:
    """(rows without an unseen concept, the trained ids): `positives` index the trained ids."""
    trained = [c.id for c in job.concepts if c.id not in unseen]
    place_of = {concept_id: place for place, concept_id in enumerate(trained)}
    kept = []
    for row in rows:
        ids = [job.concepts[place].id for place in row.positives]
        if not set(ids) & set(unseen):
            kept.append(replace(row, positives=tuple(sorted(place_of[i] for i in ids))))
    return kept, trained
