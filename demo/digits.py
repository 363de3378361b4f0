"""Real handwritten digits, as JSON lines: {"id", "label", "base64"}: a PNG of 8 x 8 grey pixels.

Source: the UCI "Optical Recognition of Handwritten Digits" test set (1,797 images, E. Alpaydin and C. Kaynak, 1998, CC BY 4.0),
bundled with scikit-learn as `sklearn.datasets.load_digits`. Usage: python digits.py [--count N]
"""

import argparse
import base64
import io
import json

import numpy
from PIL import Image
from sklearn.datasets import load_digits

parser = argparse.ArgumentParser()
parser.add_argument("--count", type=int, default=None, help="the first N only")
count = parser.parse_args().count

digits = load_digits()
for number, (image, label) in enumerate(
    zip(digits.images[:count], digits.target, strict=False)
):
    png = io.BytesIO()
    Image.fromarray((image * 255 / 16).astype(numpy.uint8)).save(png, "PNG")
    text = base64.b64encode(png.getvalue()).decode()
    print(json.dumps({"id": f"digit-{number:04}", "label": int(label), "base64": text}))
