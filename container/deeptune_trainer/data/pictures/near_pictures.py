"""Pictures that nearly repeat another one: saved again, made smaller, a little lighter."""

import numpy as np
from PIL import Image

from ...contract.training_log import log

SIDE = 16  # The hash has SIDE * SIDE bits.
MIN_SIDE_PIXELS = 32  # Smaller pictures (icons, digits) are alike without being copies.
# Fewer brightening, or darkening, places than these are a plain picture: most are alike.
MIN_PLACES = 24
# Of 256 bits: what saving as JPEG or resizing changes.
MAX_DISTANCE = 10
BANDS = 4
MAX_COMPARED = 200_000  # Pictures that are remembered: half a kilobyte each.
MAX_EXAMPLES = 5


def difference_hash(image: Image.Image) -> int | None:
    """The difference hash of a picture (N. Krawetz, "Kind of Like That", 2013), 256 bits: where it
    becomes lighter from left to right. None for one that is too small or too plain to tell."""
    if min(image.size) < MIN_SIDE_PIXELS:
        return None
    grey = image.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    pixels = np.asarray(grey, dtype=np.int16)
    lighter = pixels[:, 1:] > pixels[:, :-1]
    darker = pixels[:, 1:] < pixels[:, :-1]
    if min(lighter.sum(), darker.sum()) < MIN_PLACES:
        return None
    return int.from_bytes(np.packbits(lighter).tobytes(), "big")


class NearPictures:
    """Counts pictures whose hash differs in MAX_DISTANCE bits at the most from an earlier one's
    with which it shares a quarter: at least so many are near-copies. Equal files are none."""

    def __init__(self) -> None:
        self.copies = 0
        # Pairs of which one is trained on and the other is held out.
        self.across_splits = 0
        self.examples: list[list[str]] = []
        self._firsts: list[tuple[int, str, str, str]] = []
        self._bands: list[dict[int, int]] = [{} for _ in range(BANDS)]

    def add(self, row_id: str, digest: str, split: str, value: int | None) -> None:
        """Adds a picture: its row's id and split, the digest of its file, its difference_hash."""
        if value is None:
            return
        near = self._near(value, digest)
        if near is not None:
            self.copies += 1
            self.across_splits += near[3] != split
            if len(self.examples) < MAX_EXAMPLES:
                self.examples.append([near[1], row_id])
        if len(self._firsts) < MAX_COMPARED:
            for band, part in zip(self._bands, bands_of(value), strict=True):
                band[part] = len(self._firsts)
            self._firsts.append((value, row_id, digest, split))

    @property
    def counts(self) -> dict[str, object]:
        """{copies, acrossSplits, examples} as `counts.nearPictures` of metrics.json; empty where
        there is none."""
        if not self.copies:
            return {}
        return {
            "copies": self.copies,
            "acrossSplits": self.across_splits,
            "examples": self.examples,
        }

    def log(self) -> None:
        """A line of the training log where there are near-copies."""
        if self.copies:
            pair = " and ".join(map(repr, self.examples[0]))
            log(
                f"data: {self.copies} pictures nearly repeat another one, {self.across_splits} "
                f"across the split; two are {pair}"
            )

    def _near(self, value: int, digest: str) -> tuple[int, str, str, str] | None:
        for band, part in zip(self._bands, bands_of(value), strict=True):
            number = band.get(part)
            if number is None:
                continue
            first = self._firsts[number]
            if first[2] != digest and (first[0] ^ value).bit_count() <= MAX_DISTANCE:
                return first
        return None


def bands_of(value: int) -> list[int]:
    """The quarters of a hash."""
    bits = SIDE * SIDE // BANDS
    return [(value >> (bits * band)) & ((1 << bits) - 1) for band in range(BANDS)]
