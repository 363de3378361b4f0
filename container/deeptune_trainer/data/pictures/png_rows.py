"""Whether the pixels in a PNG are all there: Pillow takes a stream that ends early for whole."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7: first column, first row, columns and rows from one pixel to the next, of each pass.
PASSES = (
    *((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)),
    (0, 1, 1, 2),
)
STEP = 1 << 20  # bytes that are unpacked at once


def has_all_rows(data: bytes) -> bool:
    """Whether the pixels have the bytes that the header asks for; True for what is not a PNG. For
    a PNG that Pillow has decoded: its chunks are whole."""
    if not data.startswith(SIGNATURE):
        return True
    missing = bytes_of_rows(data)
    inflater = zlib.decompressobj()
    for chunk in pixel_chunks(data):
        while chunk and missing > 0:
            missing -= len(inflater.decompress(chunk, STEP))
            chunk = inflater.unconsumed_tail
    # What zlib still holds back comes without further input.
    while missing > 0 and (rest := inflater.decompress(b"", STEP)):
        missing -= len(rest)
    return missing <= 0


def bytes_of_rows(data: bytes) -> int:
    """Bytes of all rows, each with its filter byte."""
    width, height, bits, colour, _, _, interlace = struct.unpack(">IIBBBBB", data[16:29])
    passes = PASSES if interlace else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-max(0, width - left) // across), -(-max(0, height - top) // down)
        total += rows * (1 + -(-columns * bits * CHANNELS[colour] // 8)) if columns else 0
    return total


def pixel_chunks(data: bytes) -> Iterator[bytes]:
    """The content of each IDAT chunk."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            yield data[at + 8 : at + 8 + length]
        at += 12 + length
