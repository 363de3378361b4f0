"""gate-answers.jsonl of a version with a parent: how well it and its parent answer the same rows,
which neither of them learned from. By it is decided whether it takes the parent's place. It lies
beside the export and not in it, as held-out.jsonl does."""

import heapq
import json
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ..contract.batch_job import BatchJob
from ..contract.job import Job
from ..contract.paths import Paths
from ..contract.stop import StopSignal
from ..contract.training_log import log
from ..data.dataset import held_out_rows
from ..device.compute import release_memory
from ..predictors.predictor import load_predictor
from .answering import Asking, answer, prepared_ahead
from .held_out import (
    MAX_WRITTEN_ROWS,
    Notes,
    add_notes,
    evaluation_of,
    evenly,
    seconds_allowed,
    write_lines,
)
from .scorer import Judged, Scorer, scorer_for

MAX_ROWS = 5_000  # enough to see a loss of a point, and as many as a training has time for
GOLDEN_RATIO = 0.6180339887498949

Numbered = tuple[int, dict[str, Any]]  # a row of the manifest with its number


def keep_paired_answers(job: Job, paths: Paths, stop: StopSignal, notes: Notes) -> None:
    """Writes checkpoints/gate-answers.jsonl, unless it is there. `notes`: what was answered
    already by the exported model. A training does not fail by it: where it cannot be written, the
    log says why, and the version was not measured beside its parent."""
    if paths.gate_answers.exists():
        return
    try:
        write_paired(job, paths, stop, notes)
    except Exception as error:
        log(f"the answers of parent and candidate are not kept: {type(error).__name__}: {error}")


def write_paired(job: Job, paths: Paths, stop: StopSignal, notes: Notes) -> None:
    """The file, whole or not at all: its head, then a line for each row that both answered."""
    asked = evaluation_of(job)
    release_memory()
    candidate = Side(asked, paths, stop, paths.export)
    measured = [pair for pair in held_out_rows(job, paths) if candidate.scorer.is_measured(pair[1])]
    most = MAX_WRITTEN_ROWS if job.recipe == "text_to_text" else MAX_ROWS
    rows = chosen_rows(measured, candidate.scorer, most)
    score, by_candidate = candidate.scorer.row_score, candidate.judged(rows, notes)
    del candidate
    release_memory()
    answered = [pair for pair in rows if pair[0] in by_candidate]
    by_parent = Side(asked, paths, stop, paths.parent_export).judged(answered, {})
    pairs = [
        pair_of(entry, by_parent[number], by_candidate[number])
        for number, entry in sorted(answered, key=lambda pair: pair[0])
        if number in by_parent
    ]
    counts = {"heldOut": len(measured), "chosen": len(rows), "answered": len(pairs)}
    head = {"schemaVersion": 1, "score": score, "rows": counts}
    write_lines(paths.gate_answers, [json.dumps(each, allow_nan=False) for each in (head, *pairs)])
    log(f"gate answers: parent and candidate answered {len(pairs)} of {len(measured)} rows")


class Side:
    """One of the two models that are compared, with what measures it."""

    scorer: Scorer

    def __init__(self, job: BatchJob, paths: Paths, stop: StopSignal, export: Path) -> None:
        self.stop, self.deadline = stop, time.monotonic() + seconds_allowed(paths)
        self.predictor = load_predictor(export)
        self.scorer = scorer_for(job, paths, self.predictor)
        self.asking = Asking(paths, self.predictor, self.scorer)

    def judged(self, rows: Sequence[Numbered], notes: Notes) -> dict[int, Judged]:
        """number -> Judged of the rows that could be answered in time; those in `notes` are."""
        self.scorer.begin([number for number, _ in rows])
        chosen = {number for number, _ in rows}
        known = {number: note for number, note in notes.items() if number in chosen}
        lines = prepared_ahead(self.asking, (pair for pair in rows if pair[0] not in known))
        while batch := list(islice(lines, self.predictor.batch_size)):
            answer(self.predictor, batch)
            add_notes(self.scorer, batch, known)
            if time.monotonic() > self.deadline or self.stop.evaluation_is_over():
                log("gate answers: the time for them is over")
                break
        return dict(zip(known, self.scorer.judged(list(known.values())), strict=True))


def chosen_rows(rows: Sequence[Numbered], scorer: Scorer, most: int) -> list[Numbered]:
    """At most so many of them, as equally many of each concept as there are, in an order of which
    each beginning is spread over all of them: whatever the time allows, no part is left out."""
    groups: dict[str, list[int]] = {}
    examples = [sorted(set(scorer.groups_of(entry))) for _, entry in rows]
    counts = counts_of(examples)
    for place, names in enumerate(examples):
        rarest = min(names, key=lambda name: (counts[name], name), default="")
        groups.setdefault(rarest, []).append(place)
    sizes = shares_of([len(group) for group in groups.values()], most)
    chosen = [
        place
        for group, size in zip(groups.values(), sizes, strict=True)
        for place in evenly(group, size)
    ]
    order = sorted(range(len(chosen)), key=lambda place: place * GOLDEN_RATIO % 1)
    places = sorted(chosen)
    return [rows[places[place]] for place in order]


def counts_of(examples: Sequence[Sequence[str]]) -> dict[str, int]:
    """How many rows are examples of each."""
    counts: dict[str, int] = {}
    for names in examples:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return counts


def shares_of(sizes: Sequence[int], most: int) -> list[int]:
    """What each of the groups of these sizes gets of `most` rows: all alike, and what the small
    ones leave goes to the large ones."""
    shares, left = [0] * len(sizes), most
    waiting = [(size, place) for place, size in enumerate(sizes)]
    heapq.heapify(waiting)
    while waiting:
        size, place = heapq.heappop(waiting)
        shares[place] = min(size, left // (len(waiting) + 1))
        left -= shares[place]
    return shares


def pair_of(entry: dict[str, Any], parent: Judged, candidate: Judged) -> dict[str, Any]:
    """One line of the file."""
    names = dict.fromkeys([*candidate.scores, *parent.scores])
    is_new = entry.get("origin", "new") != "replay"
    scores = [
        {
            "conceptId": name,
            # Without concepts a row is all that tells whether the parent can know of it.
            "parent": None if name is None and is_new else rounded(parent.scores.get(name)),
            "candidate": rounded(candidate.scores.get(name)),
        }
        for name in names
    ]
    words = {"parentAnswer": parent.word, "candidateAnswer": candidate.word}
    return {
        "id": entry["id"],
        "scores": scores,
        **{k: v for k, v in words.items() if v is not None},
    }


def rounded(score: float | None) -> float | None:
    """As it stands in the file."""
    return None if score is None else round(float(score), 6)
