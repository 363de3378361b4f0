"""predictions.csv: the answers of a prediction as a table."""

import csv
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

BOX = ("top", "left", "bottom", "right")
REGIONS = {"visual_detector", "visual_segmenter"}


class CsvTable:
    """Writes the rows of `path`; the columns depend on the recipe. Use as a context."""

    def __init__(self, path: Path, recipe: str, predictor: Any) -> None:
        self.recipe = recipe
        self.ids = [concept["id"] for concept in getattr(predictor, "concepts", ())]
        self.dimensions = getattr(predictor, "dimensions", 0)
        # The newlines are csv's own; spreadsheets read the byte order mark as "this is UTF-8".
        self.file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115
        self.writer = csv.writer(self.file)
        self.write_row(["id", "filename", "error", *self.names()])

    def __enter__(self) -> "CsvTable":
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()

    def names(self) -> list[str]:
        """The columns after id, filename and error."""
        if self.recipe in REGIONS:
            return ["concept", "value", *BOX]
        if self.recipe == "visual_embedder":
            return [f"e{place}" for place in range(self.dimensions)]
        return ["text"] if self.recipe == "text_to_text" else ["concept", "value", *self.ids]

    def write(self, line: dict) -> None:
        """Adds one line of predictions.jsonl."""
        if "error" in line:
            error = line["error"]
            blank = [""] * len(self.names())
            self.write_row([*called(line), f"{error['code']}: {error['message']}", *blank])
            return
        for cells in self.cells(line["output"]):
            self.write_row([*called(line), "", *cells])

    def write_row(self, cells: list) -> None:
        """Writes cells; a text that a spreadsheet would reckon as a formula stays a text."""
        self.writer.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in cells])

    def cells(self, output: dict) -> Iterator[list]:
        """The cells of one output: a row for each region of an image, one for anything else."""
        if "regions" in output:
            yield from region_rows(output["regions"])
        elif "embeddings" in output:
            yield output["embeddings"][0]
        elif "text" in output:
            yield [output["text"]]
        else:
            values = {concept["id"]: concept["value"] for concept in output["concepts"]}
            best = output["concepts"][0]
            yield [best["id"], best["value"], *(values[i] for i in self.ids)]


def as_text(cell: str) -> str:
    """The cell with an apostrophe before it, where it begins as a formula does: concepts and
    generated texts are the user's (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def region_rows(regions: list[dict]) -> Iterator[list]:
    """The cells of each region; blank ones where nothing was found."""
    for region in regions:
        yield [region["concepts"][0]["id"], region["value"], *region["box"]]
    if not regions:
        yield [""] * (2 + len(BOX))


def called(line: dict) -> list[str]:
    """What tells a person which input a line is about: its id and the name of its file."""
    return [line["id"], line.get("filename", "")]
