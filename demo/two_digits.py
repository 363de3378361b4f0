"""Numbers of two real handwritten digits, each digit at its own place and in its own size, as JSON lines: {"id", "label",
"base64"}: a PNG of 24 x 18 grey pixels. Comparing pixels does not see through that; an embedder must, also for a number that it
was never shown.

Source of the digits: as digits.py; each is used once, so that no two images have a digit in common. Usage: python two_digits.py
"""

import base64
import io
import json

import numpy
from PIL import Image
from sklearn.datasets import load_digits

HALF, HEIGHT = 12, 18
# Each digit stands first in two numbers and second in two others.
NUMBERS = [(first, (first + step) % 10) for step in (1, 2) for first in range(10)]


def examples(seed):
    """Yields (number, grey image), in turn of each number for as long as there are digits."""
    random, data = numpy.random.RandomState(seed), load_digits()
    left = {
        digit: list(random.permutation(numpy.flatnonzero(data.target == digit)))
        for digit in range(10)
    }
    while any(left[first] and left[second] for first, second in NUMBERS):
        for pair in NUMBERS:
            if all(left[digit] for digit in pair):
                halves = [data.images[left[digit].pop()] for digit in pair]
                yield f"{pair[0]}{pair[1]}", side_by_side(halves, random)


def side_by_side(halves, random):
    """The digits next to each other, each displaced within its half."""
    canvas = Image.new("L", (HALF * len(halves), HEIGHT))
    for place, pixels in enumerate(halves):
        side = random.randint(8, HALF + 1)
        digit = Image.fromarray((pixels * 255 / 16).astype(numpy.uint8))
        left = HALF * place + random.randint(0, HALF - side + 1)
        top = random.randint(0, HEIGHT - side + 1)
        canvas.paste(digit.resize((side, side), Image.Resampling.BILINEAR), (left, top))
    return canvas


def main():
    """Prints the examples."""
    for place, (number, image) in enumerate(examples(seed=1)):
        png = io.BytesIO()
        image.save(png, "PNG")
        text = base64.b64encode(png.getvalue()).decode()
        print(json.dumps({"id": f"number-{place:04}", "label": number, "base64": text}))


if __name__ == "__main__":
    main()
