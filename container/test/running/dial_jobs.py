"""A parent, a child of it, and jobs that make versions of the points between them."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from jobs import run_job, write_job


@dataclass(frozen=True)
class Pair:
    """A finished job, the root of one that resumes from it, and how that one is asked for."""

    parent: Path
    candidate: Path
    rows: list
    concepts: list
    hyperparameters: dict
    changes: dict
    objects: Path | None = None


def run_candidate(pair):
    """Runs the candidate of the pair; returns it."""
    changes = {**pair.changes, "modelVersionId": "v2", "parentVersionId": "v1"}
    job = pair.rows, pair.concepts, pair.hyperparameters, pair.objects, pair.parent
    write_job(pair.candidate, *job, **changes)
    code, log = run_job(pair.candidate)
    assert code == 0, log
    return pair


def write_point(root, pair, weight, shift=0.0, **more):
    """Writes a job that makes a version of a point of `pair`."""
    concepts = more.pop("concepts", pair.concepts if weight else concepts_of(pair.parent))
    known = {concept["id"] for concept in concepts}
    rows = [row for row in pair.rows if row["split"] == "test"]
    rows = [row for row in rows if any(c["id"] in known for c in row["concepts"])]
    dial = {"candidateVersionId": "v2", "weight": weight, "shift": shift}
    names = {"modelVersionId": "v3", "parentVersionId": "v1", "dial": dial}
    job = rows, concepts, pair.hyperparameters, pair.objects, pair.parent
    write_job(root, *job, **{**pair.changes, **names, **more})
    shutil.copytree(pair.candidate / "checkpoints/export", root / "input/data/candidate")


def make_point(root, pair, weight, shift=0.0):
    """Makes a version of a point of `pair` below `root`; returns the log."""
    write_point(root, pair, weight, shift)
    code, log = run_job(root)
    assert code == 0, log
    return log


def concepts_of(root):
    return json.loads((root / "checkpoints/export/concepts.json").read_text())


def dial_of(root):
    return json.loads((root / "checkpoints/dial.json").read_text())


def file_digests(root):
    """name -> SHA-256 of the export's files, as its manifest says."""
    manifest = json.loads((root / "checkpoints/export/manifest.json").read_text())
    return {file["name"]: file["sha256"] for file in manifest["files"]}


def held_out_of(root):
    """row id -> the concepts that the version gives it, as held-out.jsonl says."""
    lines = (root / "checkpoints/held-out.jsonl").read_text().splitlines()[1:]
    return {line["id"]: top(line) for line in map(json.loads, lines)}


def top(line):
    return {line["output"]["concepts"][0]["id"]}


def answers_of(dial, point):
    """row id -> the ids of the concepts that a point of dial.json gives it."""
    ids = dial["concepts"]
    chosen = [{ids[place] for place in row} for row in decoded(point["answers"])]
    return dict(zip(dial["ids"], chosen, strict=True))


def decoded(text):
    """`3 1,4 -` -> [{3}, {1, 4}, set()]."""
    return [set() if row == "-" else set(map(int, row.split(","))) for row in text.split()]


def accuracy_of(dial, point, is_new=None):
    """The share of rows that a point has right; of old or new ones alone where `is_new` says."""
    new = {dial["concepts"].index(each) for each in dial["newConcepts"]}
    pairs = zip(decoded(dial["truth"]), decoded(point["answers"]), strict=True)
    rows = [t == a for t, a in pairs if is_new is None or bool(t & new) == is_new]
    return sum(rows) / len(rows)
