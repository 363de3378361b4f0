"""Real handwritten digits at another place, in another size, dark on light or light on dark, as JSON lines: {"id", "label",
"base64"}: a PNG of 16 x 16 grey pixels. Comparing pixels does not see through that; an embedder must.

Source of the digits: as digits.py.
"""

import base64
import io
import json

import numpy
from PIL import Image
from sklearn.datasets import load_digits

SIDE = 16


def displaced(digit, random):
    """The grey image `digit`, displaced, as PNG bytes."""
    side = random.randint(8, 13)
    small = digit.resize((side, side), Image.Resampling.BILINEAR)
    canvas = Image.new("L", (SIDE, SIDE))
    canvas.paste(small, tuple(int(n) for n in random.randint(0, SIDE - side + 1, 2)))
    if random.rand() < 0.5:
        canvas = Image.eval(canvas, lambda grey: 255 - grey)
    png = io.BytesIO()
    canvas.save(png, "PNG")
    return png.getvalue()


def main():
    """Prints the examples."""
    random, data = numpy.random.RandomState(1), load_digits()
    for number, (pixels, label) in enumerate(
        zip(data.images, data.target, strict=True)
    ):
        digit = Image.fromarray((pixels * 255 / 16).astype(numpy.uint8))
        text = base64.b64encode(displaced(digit, random)).decode()
        print(
            json.dumps(
                {"id": f"displaced-{number:04}", "label": int(label), "base64": text}
            )
        )


if __name__ == "__main__":
    main()
