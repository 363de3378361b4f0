"""Scenes of real handwritten digits, as JSON lines: {"id", "base64": PNG, "regions": [{"concept", "box", "mask_base64"}]}.

One to three digits lie on a dim, noisy canvas without touching each other. A box is [top, left, bottom, right] as
shares of the height and width; the non-zero pixels of a mask (PNG of the canvas's size) belong to the digit.
Each image of a digit is used once before any is used again, so scenes held out show handwriting that nobody trained on.
Source of the digits: as in digits.py.
"""

import argparse
import base64
import io
import json

import numpy
from PIL import Image
from sklearn.datasets import load_digits

CLASSES = (0, 1, 2, 3)
SIDE = 64  # pixels of the square canvas
SMALLEST, LARGEST = 18, 28  # pixels of a pasted digit
INK = 70  # from this brightness on, of 255, a pixel belongs to the digit


def scenes(count, seed=0, classes=CLASSES, side=SIDE):
    """Yields `count` scenes as in the module's text; the same arguments give the same scenes."""
    chance = numpy.random.RandomState(seed)
    supply = {digit: handwriting(digit, chance) for digit in classes}
    for number in range(count):
        yield scene(f"scene-{seed}-{number:04}", chance, supply, side)


def handwriting(digit, chance):
    """Yields the images of `digit` for ever, in a new random order each round."""
    data = load_digits()
    images = data.images[data.target == digit]
    while True:
        for place in chance.permutation(len(images)):
            yield images[place]


def scene(name, chance, supply, side):
    """One scene."""
    canvas = chance.normal(30, 8, (side, side)).clip(0, 255)
    taken = numpy.zeros((side, side), dtype=bool)
    regions = []
    for _ in range(chance.randint(1, 4)):
        digit = int(chance.choice(sorted(supply)))
        ink = enlarged(next(supply[digit]), chance.randint(SMALLEST, LARGEST + 1))
        corner = free_corner(taken, len(ink), chance)
        if corner is not None:
            mask = paste(canvas, taken, ink, corner)
            regions.append(region(digit, mask))
    return {"id": name, "base64": png(canvas), "regions": regions}


def enlarged(image, size):
    """An 8 x 8 digit as `size` x `size` pixels of 0 to 255."""
    small = Image.fromarray((image * 255 / 16).astype(numpy.uint8))
    return numpy.asarray(
        small.resize((size, size), Image.Resampling.BILINEAR), dtype=float
    )


def free_corner(taken, size, chance):
    """The top left corner of a free square, or None where 50 tries find none."""
    for _ in range(50):
        top, left = chance.randint(0, len(taken) - size + 1, 2)
        if not taken[top : top + size, left : left + size].any():
            return top, left
    return None


def paste(canvas, taken, ink, corner):
    """Draws the digit and returns its mask."""
    top, left = corner
    place = (slice(top, top + len(ink)), slice(left, left + len(ink)))
    canvas[place] = numpy.maximum(canvas[place], ink)
    taken[place] = True
    mask = numpy.zeros(canvas.shape, dtype=bool)
    mask[place] = ink >= INK
    return mask


def region(digit, mask):
    """A region with its tight box."""
    rows, columns = (
        numpy.flatnonzero(mask.any(axis=1)),
        numpy.flatnonzero(mask.any(axis=0)),
    )
    height, width = mask.shape
    box = [
        rows[0] / height,
        columns[0] / width,
        (rows[-1] + 1) / height,
        (columns[-1] + 1) / width,
    ]
    return {"concept": f"digit-{digit}", "box": box, "mask_base64": png(mask * 255)}


def png(pixels):
    """Grey pixels of 0 to 255 as a PNG in base64."""
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(numpy.uint8)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--classes", type=int, nargs="+", default=CLASSES, choices=range(10)
    )
    parser.add_argument("--side", type=int, default=SIDE)
    given = parser.parse_args()
    for each in scenes(given.count, given.seed, given.classes, given.side):
        print(json.dumps(each))
