"""Kinds of pixels within the formats that are taken, which Pillow does not decode. It opens such
files no further than broken ones, and says of both that it cannot identify them."""

import io
import struct

from PIL import TiffImagePlugin

SAMPLES = {1: "unsigned", 2: "signed", 3: "floating-point"}
JPEG_FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
BIT_DEPTH, PHOTOMETRIC, CHANNELS, SAMPLE_FORMAT = 258, 262, 277, 339


def unsupported_kind(data: bytes) -> str | None:
    """What the pixels of a whole TIFF or JPEG are, for a person; None where it is not known that
    the file is whole and of another kind than those that are taken."""
    if data.startswith(b"\xff\xd8"):
        return jpeg_kind(data)
    return tiff_kind(data) if data[:4] in (b"II*\0", b"MM\0*") else None


def jpeg_kind(data: bytes) -> str | None:
    """A JPEG with more than 8 bits: medical archives and old scanners write 12."""
    at = 2
    while at + 5 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in JPEG_FRAMES:
            return f"A JPEG with {data[at + 4]} bits" if data[at + 4] != 8 else None
        at += 2 + length
    return None


def tiff_kind(data: bytes) -> str | None:
    """A TIFF whose directory can be read: its channels and bits."""
    order = "<" if data[:1] == b"I" else ">"
    try:
        (start,) = struct.unpack(order + "I", data[4:8])
        file = io.BytesIO(data)
        file.seek(start)
        directory = TiffImagePlugin.ImageFileDirectory_v2(data[:8])
        directory.load(file)
        bits = directory.get(BIT_DEPTH, (1,))
        channels = int(directory.get(CHANNELS, 1))
        sample = directory.get(SAMPLE_FORMAT, (1,))[0]
        photometric = directory.get(PHOTOMETRIC, 1)
    except Exception:  # a directory that is cut off says nothing
        return None
    zero = " where zero is white" if photometric == 0 else ""
    return f"A TIFF with {channels} channels of {bits[0]} {SAMPLES.get(sample, 'other')} bits{zero}"
