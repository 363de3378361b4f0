"""Real images: scikit-learn's bundled handwritten digits (UCI Optical Recognition of Handwritten
Digits, BSD)."""

import functools
import hashlib
import io

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits


@functools.cache
def images():
    """[(png bytes, digit)] of all 1,797 images in a fixed shuffled order."""
    data = load_digits()
    order = np.random.RandomState(0).permutation(len(data.target))
    return [(png_of(data.images[i]), int(data.target[i])) for i in order]


def png_of(pixels):
    """An 8 x 8 array of 0 to 16 as PNG bytes."""
    buffer = io.BytesIO()
    Image.fromarray((pixels * 255 / 16).astype("uint8")).save(buffer, "PNG")
    return buffer.getvalue()


def write_objects(folder):
    """Writes every image below `folder` under its SHA-256."""
    for data, _ in images():
        (folder / hashlib.sha256(data).hexdigest()).write_bytes(data)


def concepts(classes):
    """[{id, name}] of the digits `classes`, in that order."""
    return [{"id": f"digit-{c}", "name": f"Digit {c}"} for c in classes]


def rows(train=200, test=297, classes=range(10), origin="new"):
    """Manifest rows: up to `train` and `test` images of `classes`; the last 297 images are held
    out."""
    chosen = {"train": [], "test": []}
    for place, (data, digit) in enumerate(images()):
        if digit in classes:
            split = "train" if place < 1500 else "test"
            chosen[split].append(row(place, data, digit, split, origin))
    return chosen["train"][:train] + chosen["test"][:test]


def row(place, data, digit, split, origin="new"):
    """One manifest row."""
    labels = [{"id": f"digit-{digit}", "value": 1}]
    facts = {"id": f"i{place}", "object": hashlib.sha256(data).hexdigest(), "text": None}
    return {**facts, "concepts": labels, "split": split, "origin": origin}
