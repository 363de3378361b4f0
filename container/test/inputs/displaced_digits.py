"""Real digits at another place, in another size, dark on light or light on dark: what a comparison
of pixels cannot see through and an embedder must."""

import functools
import hashlib
import io

import numpy as np
from digits import images, row
from PIL import Image

SIDE = 16


@functools.cache
def displaced():
    """[(png bytes, digit)], in the order of digits.images()."""
    random = np.random.RandomState(1)
    return [(png_of(data, random), digit) for data, digit in images()]


def png_of(data, random):
    """The digit of these PNG bytes, displaced."""
    side = random.randint(8, 13)
    digit = Image.open(io.BytesIO(data)).resize((side, side), Image.Resampling.BILINEAR)
    canvas = Image.new("L", (SIDE, SIDE))
    canvas.paste(digit, tuple(int(n) for n in random.randint(0, SIDE - side + 1, 2)))
    if random.rand() < 0.5:
        canvas = Image.eval(canvas, lambda grey: 255 - grey)
    buffer = io.BytesIO()
    canvas.save(buffer, "PNG")
    return buffer.getvalue()


def write_objects(folder):
    """Writes every image below `folder` under its SHA-256."""
    for data, _ in displaced():
        (folder / hashlib.sha256(data).hexdigest()).write_bytes(data)


def rows(train, test, classes=range(10), origin="new"):
    """Manifest rows, as digits.rows."""
    chosen = {"train": [], "test": []}
    for place, (data, digit) in enumerate(displaced()):
        if digit in classes:
            split = "train" if place < 1500 else "test"
            chosen[split].append(row(place, data, digit, split, origin))
    return chosen["train"][:train] + chosen["test"][:test]
