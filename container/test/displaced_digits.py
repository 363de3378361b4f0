"""Real digits at another place, in another size, dark on light or light on dark."""

import functools
import hashlib
import io

import numpy as np
from demo_data import demo_module
from digits import images, row
from PIL import Image


@functools.cache
def displaced():
    """[(png bytes, digit)], in the order of digits.images()."""
    random, displace = np.random.RandomState(1), demo_module("displaced").displaced
    return [(displace(Image.open(io.BytesIO(data)), random), digit) for data, digit in images()]


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
