"""Pictures of 16 bits a channel, of which they use 8, 12 or all: pixels as people see them."""

import struct
import zlib

import numpy as np
import pytest

from deeptune_trainer.data.pictures.decoding import decode_with_notes

COLOURS = {2: 3, 4: 2, 6: 4}


def chunk(name, data):
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def png(pixels, key=None):
    """A PNG of uint16 [height, width, channels]; each row is filtered by the one before, or by the
    pixel to the left."""
    height, width, channels = pixels.shape
    colour = {count: number for number, count in COLOURS.items()}[channels]
    rows = pixels.astype(">u2").reshape(height, -1).view(np.uint8).astype(np.int16)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    left = np.hstack([np.zeros_like(rows[:, : 2 * channels]), rows[:, : -2 * channels]])
    body = b""
    for at, (row, up, before) in enumerate(zip(rows, above, left, strict=True)):
        kind = 1 + at % 2
        body += bytes([kind]) + ((row - (before if kind == 1 else up)) % 256).astype("u1").tobytes()
    header = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0)
    extra = b"" if key is None else chunk(b"tRNS", struct.pack(">HHH", *key))
    parts = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(body))
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND", b"")


def tiff(pixels, order):
    """An uncompressed TIFF of uint16 [height, width, 3]; `order` of its bytes: < or >."""
    height, width, channels = pixels.shape
    data = pixels.astype(order + "u2").tobytes()
    entries = [(256, width), (257, height), (258, 16), (259, 1), (262, 2), (273, 122)]
    entries += [(277, channels), (278, height), (279, len(data))]
    table = b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in entries)
    start = b"II*\0" if order == "<" else b"MM\0*"
    head = start + struct.pack(order + "IH", 8, len(entries)) + table + bytes(4)
    assert len(head) == 122
    return head + data


# RGB as it should be seen; the first pixel has the largest value, white.
SEEN = np.array(
    [[[255, 255, 255], [220, 30, 3], [1, 2, 0]], [[0, 0, 0], [128, 127, 200], [9, 90, 180]]]
)
RANGES = {"8-bit": 1, "12-bit": 4095 / 255, "16-bit": 257}


def wide(seen, factor):
    return np.round(seen * factor).astype(np.uint16)


@pytest.mark.parametrize("bits", RANGES)
@pytest.mark.parametrize("make", [png, lambda it: tiff(it, "<"), lambda it: tiff(it, ">")])
def test_colours_are_as_bright_as_the_bits_that_are_used(bits, make):
    decoded = decode_with_notes(make(wide(SEEN, RANGES[bits])))

    assert decoded.notes == (f"scaled-{bits}",)
    assert np.array_equal(np.asarray(decoded.image), SEEN)


@pytest.mark.parametrize("bits", RANGES)
@pytest.mark.parametrize("opaque", [65535, 4095])
def test_alpha_has_a_range_of_its_own(bits, opaque):
    grey = wide(SEEN[:, :, :1], RANGES[bits])
    for colours in (grey, wide(SEEN, RANGES[bits])):
        seen = np.broadcast_to(SEEN[:, :, :1], SEEN.shape) if colours is grey else SEEN
        alpha = np.full_like(grey, opaque)

        whole = decode_with_notes(png(np.dstack([colours, alpha])))
        assert whole.notes == (f"scaled-{bits}",)
        assert np.array_equal(np.asarray(whole.image), seen)

        alpha[1, 2] = 0
        partly = decode_with_notes(png(np.dstack([colours, alpha])))
        assert partly.notes == (f"scaled-{bits}", "alpha-on-white")
        assert partly.image.getpixel((2, 1)) == (255, 255, 255)
        assert np.array_equal(np.asarray(partly.image)[0], seen[0])


def test_the_colour_that_is_not_there_is_white():
    colours = wide(SEEN, RANGES["12-bit"])
    key = tuple(int(value) for value in colours[1, 1])

    decoded = decode_with_notes(png(colours, key))

    assert decoded.notes == ("scaled-12-bit", "alpha-on-white")
    wanted = SEEN.copy()
    wanted[1, 1] = 255
    assert np.array_equal(np.asarray(decoded.image), wanted)
