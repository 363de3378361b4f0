"""Benchmark of incremental retraining for the other model types:
`python container/bench_types.py [TYPE ...]`.

On the demo's real data, of which a part comes later: naive continuation (the new rows alone, no
distillation), ours (replay of two fifths, the trainer's defaults, half the epochs), and a full
training on everything. Prints one table row each: the mean score of held-out rows that were there
first and of those that came later, and seconds of the processor for the whole job, its answers to
the held-out rows included. One thread, one seed.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

for name, value in {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
HERE = Path(__file__).parent
PLACES = [str(HERE), str(HERE / "test/inputs"), str(HERE / "test/running")]
sys.path[:0] = PLACES
os.environ["PYTHONPATH"] = os.pathsep.join(PLACES)

from jobs import start_job, write_job

from bench_types_data import SECONDS, STREAMS, Rows, Stream, concepts_of, replayed, timed_job

COLUMNS = ["model type", "score", "way", "first", "later", "processor s", "of full"]
NAIVE = {"distillation_weight": 0, "relearning_rate": 1}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("types", nargs="*", metavar="TYPE", help=", ".join(STREAMS))
    parser.add_argument("--folder", type=Path, help="keep the jobs there")
    chosen = parser.parse_args()
    unknown = [each for each in chosen.types if each not in STREAMS]
    if unknown:
        parser.error(f"no such type: {', '.join(unknown)}; there are {', '.join(STREAMS)}")
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for model_type in chosen.types or STREAMS:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (chosen.folder or Path(temporary)) / model_type
            for line in compared(model_type, folder):
                print("| " + " | ".join(line) + " |", flush=True)


def compared(model_type: str, folder: Path) -> list[list[str]]:
    """The table's rows of one model type, whose jobs lie below `folder`."""
    bench = Bench(model_type, STREAMS[model_type], folder)
    parent = bench.run("parent", bench.first, bench.held_out_of(bench.first), bench.settings)
    fresh = [each for each in bench.later if each["split"] == "train"]
    tests, settings = bench.held_out, bench.settings
    half = {**settings, bench.stream.epochs: max(1, settings[bench.stream.epochs] // 2)}
    full = bench.run("full", bench.first + bench.later, tests, settings)
    naive = bench.run("naive", fresh, tests, {**settings, **NAIVE}, parent)
    ours = bench.run("ours", fresh + replayed(bench.first), tests, half, parent)
    ways = {"parent": parent, "naive continuation": naive, "ours": ours, "full training": full}
    lines = []
    for name, root in ways.items():
        first, later = bench.scores(root)
        share = f"{100 * bench.seconds[root] / bench.seconds[full]:.0f} %"
        numbers = [shown(first), shown(later), f"{bench.seconds[root]:.1f}", share]
        lines.append([model_type, bench.score_name(root), name, *numbers])
    return lines


class Bench:
    """The jobs of one model type below `folder`."""

    def __init__(self, model_type: str, stream: Stream, folder: Path) -> None:
        self.model_type, self.stream, self.folder = model_type, stream, folder
        self.objects = folder / "objects"
        self.objects.mkdir(parents=True, exist_ok=True)
        rows, later = stream.make(self.objects)
        self.rows, self.settings, self.later_ids = rows, stream.settings, later
        self.first = [each for each in rows if each["id"] not in later]
        self.later = [each for each in rows if each["id"] in later]
        self.held_out = self.held_out_of(rows)
        self.seconds: dict[Path, float] = {}

    @staticmethod
    def held_out_of(rows: Rows) -> Rows:
        """The rows that are never learnt."""
        return [each for each in rows if each["split"] == "test"]

    def run(
        self,
        name: str,
        train: Rows,
        tests: Rows,
        settings: dict[str, Any],
        parent: Path | None = None,
    ) -> Path:
        """Trains on the rows for training among `train`; the job's root."""
        root = self.folder / name
        learnt = [each for each in train if each["split"] == "train"]
        rows = learnt + [self.known(each) if parent else each for each in tests]
        job = {**self.stream.job, "modelType": self.model_type, "modelVersionId": name}
        if parent is not None:
            job["parentVersionId"] = parent.name
        known = self.first if name == "parent" else self.rows
        concepts = [] if self.model_type == "text-to-text" else concepts_of(known)
        write_job(root, rows, concepts, settings, self.objects, parent, **job)
        process = start_job(root, timed_job)
        process.join()
        if process.exitcode:
            raise RuntimeError((root / "log.txt").read_text())
        self.seconds[root] = float((root / SECONDS).read_text())
        return root

    def known(self, row: dict[str, Any]) -> dict[str, Any]:
        """A held-out row as a child gets it."""
        return row if row["id"] in self.later_ids else {**row, "origin": "replay"}

    def scores(self, root: Path) -> tuple[float | None, float | None]:
        """The mean scores of held-out rows that were there first, and of those that came later."""
        _, *lines = (root / "checkpoints/held-out.jsonl").read_text().splitlines()
        scored = [each for each in map(json.loads, lines) if each.get("score") is not None]
        parts: tuple[list[float], list[float]] = ([], [])
        for each in scored:
            parts[each["id"] in self.later_ids].append(each["score"])
        first, later = (sum(part) / len(part) if part else None for part in parts)
        return first, later

    def score_name(self, root: Path) -> str:
        """What a score is."""
        with open(root / "checkpoints/held-out.jsonl", encoding="utf-8") as file:
            name: str = json.loads(file.readline())["score"]
        return name


def shown(score: float | None) -> str:
    """The score as text."""
    return "-" if score is None else f"{score:.3f}"


if __name__ == "__main__":
    main()
