"""Real handwritten digits, a quarter of them damaged, as JSON lines: {"id", "base64", "label",
"mask_base64"}: a PNG of 64 x 64 grey pixels, "normal" or "anomaly", and for an anomaly a PNG whose
white pixels are the damage.

Damages: a scratch across the image, a blot, or a stroke of which a part is missing. Source of the
digits: as digits.py; each digit is used once, so that no damaged one has an intact twin.
"""

import argparse
import base64
import io
import json
import math

import numpy
from PIL import Image, ImageDraw, ImageFilter
from sklearn.datasets import load_digits

SIDE = 64
ANOMALY_EACH = 4


def examples(count, seed):
    """Yields (id, PNG bytes, label, mask's PNG bytes or None) of `count` digits, at most 1,797."""
    random = numpy.random.RandomState(seed)
    images = load_digits().images
    for place, number in enumerate(random.permutation(len(images))[:count]):
        small = Image.fromarray((images[number] * 255 / 16).astype(numpy.uint8))
        image, mask = small.resize((SIDE, SIDE), Image.Resampling.BICUBIC), None
        if place % ANOMALY_EACH == ANOMALY_EACH - 1:
            damage = (scratch, blot, missing_stroke)[place // ANOMALY_EACH % 3]
            image, mask = damage(image, random)
        label = "normal" if mask is None else "anomaly"
        yield f"anomaly-{seed}-{number:04}", png(image), label, mask and png(mask)


def scratch(image, random):
    """A thin straight line, darker than ink or brighter than paper."""
    angle, (row, column) = random.uniform(0, math.pi), random.uniform(20, 44, 2)
    reach = random.uniform(12, 24)
    across, along = reach * math.cos(angle), reach * math.sin(angle)
    line = (column - across, row - along, column + across, row + along)
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).line(line, 255, width=2)
    return painted(image, mask, random.choice([90, 140, 200])), mask


def blot(image, random):
    """A round spot with soft edges."""
    radius, (row, column) = random.uniform(4, 7), random.uniform(14, 50, 2)
    mask = Image.new("L", image.size)
    box = (column - radius, row - radius, column + radius, row + radius)
    ImageDraw.Draw(mask).ellipse(box, 255)
    soft = mask.filter(ImageFilter.GaussianBlur(1))
    return painted(image, soft, random.randint(120, 220)), mask


def missing_stroke(image, random):
    """A band without ink across the digit; where there was none before is no damage."""
    ink = numpy.asarray(image)
    rows, columns = numpy.nonzero(ink > 128)
    centre = random.randint(len(rows))
    mask = Image.new("L", image.size)
    height, width = random.randint(5, 9), random.randint(14, 26)
    top, left = int(rows[centre]) - height // 2, int(columns[centre]) - width // 2
    ImageDraw.Draw(mask).rectangle((left, top, left + width, top + height), 255)
    lost = Image.fromarray((numpy.asarray(mask) * (ink > 32)).astype(numpy.uint8))
    return painted(image, mask, 0), lost


def painted(image, mask, grey):
    """The image with `grey` where the mask is white."""
    return Image.composite(Image.new("L", image.size, int(grey)), image, mask)


def png(image):
    """The image as PNG bytes."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def main():
    """Prints the examples."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    for name, data, label, mask in examples(arguments.count, arguments.seed):
        entry = {"id": name, "base64": base64.b64encode(data).decode(), "label": label}
        entry["mask_base64"] = mask and base64.b64encode(mask).decode()
        print(json.dumps(entry))


if __name__ == "__main__":
    main()
