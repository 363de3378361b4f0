"""What decoding a dataset's pictures told, counted: nothing is changed without being said."""

from collections import Counter
from collections.abc import Iterable

from ...contract.training_log import log

# In the order in which they are said; the codes are those of decoding.Decoded.
MEANINGS = {
    "one-colour": "have one single colour: there is nothing to see in them",
    "alpha-on-white": "are partly transparent and were laid on white",
    "scaled-8-bit": "have more than 8 bits and no value above 255, which is taken as white",
    "scaled-12-bit": "have 16 bits and no value above 4095, which is taken as white",
    "scaled-16-bit": "have 16 bits and were scaled to 8",
    "scaled-float": "have floating-point values and were scaled to 8 bits",
    "first-frame": "have several frames or pages, of which the first is taken",
    "turned": "were turned as EXIF says",
}


class PictureNotes:
    """Counts of notes over the rows of a dataset version, with the first row of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, row_id: str, notes: Iterable[str]) -> None:
        """Counts the notes of one usable row."""
        for note in notes:
            self._counts[note] += 1
            self._first.setdefault(note, row_id)

    @property
    def counts(self) -> dict[str, int]:
        """{code: rows}, without those that no row has; as `counts.pictures` of metrics.json."""
        return {note: self._counts[note] for note in MEANINGS if self._counts[note]}

    def log(self, total: int) -> None:
        """A line of the training log for each note."""
        for note, count in self.counts.items():
            log(f"data: {count} of {total} pictures {MEANINGS[note]}; one is {self._first[note]!r}")
