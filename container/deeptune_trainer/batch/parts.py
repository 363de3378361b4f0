"""What is answered so far, on disk: each part is a folder that is whole or does not count."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

from ..contract.durable_files import FolderIncomplete, publish_folder, read_verified
from ..contract.phase_clock import clock

LINES, COLUMNS = "predictions.jsonl", "columns.safetensors"


@dataclass(frozen=True)
class Counts:
    """Rows of the manifest that are done, by what became of them, and the seconds that took."""

    lines: int = 0
    answered: int = 0
    invalid: int = 0
    not_measured: int = 0
    seconds: float = 0.0
    first_failure: str | None = None

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.lines + other.lines,
            self.answered + other.answered,
            self.invalid + other.invalid,
            self.not_measured + other.not_measured,
            self.seconds + other.seconds,
            self.first_failure or other.first_failure,
        )


class Parts:
    """The whole parts below `folder` of the job `identity`, in the manifest's order without a gap;
    anything else there is removed. `counts`: of all of them together; `newest`: the manifest of the
    last one that was there already, empty without any."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder, self.identity, self.counts = folder, identity, Counts()
        self.folders: list[Path] = []
        self.newest: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)
        while (counts := self.read_counts(self.next_folder())) is not None:
            self.add_whole(counts)
        for path in set(folder.iterdir()) - set(self.folders):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def next_folder(self) -> Path:
        """Where the part goes that begins at the first row that is not done."""
        return self.folder / f"part-{self.counts.lines:09}"

    def read_counts(self, folder: Path) -> Counts | None:
        """The Counts of a whole part of this job; None for anything else."""
        try:
            manifest = read_verified(folder)
            if manifest["identity"] != self.identity:
                return None
            counts = Counts(**manifest["counts"])
        except (FolderIncomplete, KeyError, TypeError):
            return None
        self.newest = manifest
        return counts

    def add_whole(self, counts: Counts) -> None:
        """Takes the next part, which is on disk."""
        self.folders.append(self.next_folder())
        self.counts += counts

    def write(self, lines: Sequence[str], columns: dict[str, np.ndarray], counts: Counts) -> None:
        """Stores the next part: its lines of predictions.jsonl, and its columns."""
        temporary = self.folder / "writing"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        (temporary / LINES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        whole = {name: np.ascontiguousarray(values) for name, values in columns.items()}
        save_file(whole, temporary / COLUMNS)
        facts = {"schemaVersion": 1, "identity": self.identity, "counts": asdict(counts)}
        publish_folder(temporary, self.next_folder(), facts, clock.served)
        self.add_whole(counts)

    def lines(self) -> Iterator[str]:
        """The lines of all parts, without their ends."""
        for folder in self.folders:
            with open(folder / LINES, encoding="utf-8") as file:
                for line in file:
                    yield line.rstrip("\n")

    def columns(self) -> list[dict[str, np.ndarray]]:
        """The columns of all parts."""
        return [load_file(folder / COLUMNS) for folder in self.folders]


def has_answer(line: str) -> bool:
    """Whether a line of predictions.jsonl has an output, not an error. Its values cannot look so:
    JSON escapes their quotes."""
    return '"output": ' in line


def line_of(values: dict) -> str:
    """One line of predictions.jsonl; refuses NaN and infinity (ValueError)."""
    return json.dumps(values, allow_nan=False)
