"""The shapes that mark an object: boxes, polygons and masks. Coordinates are shares of the image's
height and width, from 0 to 1."""

import io
import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from .pictures.decoding import refuse_size

Box = tuple[float, float, float, float]
TOLERANCE = 1e-6  # a box of a client's 32-bit numbers may end a little outside of the image


class ShapeInvalid(ValueError):
    """The shape is outside the image, empty or unreadable; the text says which."""


def checked_box(box: Sequence[float]) -> Box:
    """[top, left, bottom, right] as a tuple inside of 0 to 1; ShapeInvalid where it is outside or
    empty."""
    top, left, bottom, right = (float(value) for value in box)
    if not all(-TOLERANCE <= value <= 1 + TOLERANCE for value in (top, left, bottom, right)):
        raise ShapeInvalid(f"box {list(box)} is outside of 0 to 1")
    if bottom <= top or right <= left:
        raise ShapeInvalid(f"box {list(box)} is empty")
    top, left, bottom, right = (min(1.0, max(0.0, value)) for value in (top, left, bottom, right))
    return top, left, bottom, right


def box_of_polygon(points: Sequence[Sequence[float]]) -> Box:
    """The box around [[row, column], ...]; ShapeInvalid for fewer than three corners."""
    if len(points) < 3:
        raise ShapeInvalid("a polygon needs three corners")
    rows, columns = zip(*((float(row), float(column)) for row, column in points), strict=True)
    return checked_box((min(rows), min(columns), max(rows), max(columns)))


def box_of_mask(mask: np.ndarray) -> Box:
    """The box around the true pixels of a boolean [height, width]; ShapeInvalid for none."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        raise ShapeInvalid("the mask is empty")
    height, width = mask.shape
    bottom, right = (rows[-1] + 1) / height, (columns[-1] + 1) / width
    return (float(rows[0] / height), float(columns[0] / width), float(bottom), float(right))


def decode_mask(data: bytes) -> np.ndarray:
    """PNG bytes as a boolean [height, width]: true where any channel but alpha is not zero."""
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG",))
        refuse_size(image)
        array = np.asarray(image)
    except Exception as error:  # Pillow's decoders raise nearly any type on hostile bytes
        raise ShapeInvalid(f"unreadable mask: {type(error).__name__}: {error}") from error
    if array.ndim == 3:
        colours = array.shape[2] - (1 if "A" in image.mode else 0)
        array = array[:, :, :colours].any(axis=2)
    return array != 0


def encode_mask(mask: np.ndarray) -> bytes:
    """A boolean [height, width] as PNG bytes of 0 and 255."""
    buffer = io.BytesIO()
    Image.fromarray(mask.astype(np.uint8) * 255).save(buffer, "PNG")
    return buffer.getvalue()


def resized_mask(mask: np.ndarray, width: int, height: int) -> np.ndarray:
    """The mask in another size, each pixel as its nearest."""
    image = Image.fromarray(mask.astype(np.uint8))
    return np.asarray(image.resize((width, height), Image.Resampling.NEAREST)) != 0


def polygon_mask(points: Sequence[tuple[float, ...]], width: int, height: int) -> np.ndarray:
    """The pixels inside of the polygon."""
    image = Image.new("1", (width, height))
    corners = [(column * width, row * height) for row, column in points]
    ImageDraw.Draw(image).polygon(corners, fill=1)
    return np.asarray(image)


def box_mask(box: tuple[float, ...], width: int, height: int) -> np.ndarray:
    """The pixels inside of the box, at least one."""
    top, left = math.floor(box[0] * height), math.floor(box[1] * width)
    bottom, right = math.ceil(box[2] * height), math.ceil(box[3] * width)
    mask = np.zeros((height, width), dtype=bool)
    mask[top:bottom, left:right] = True
    return mask
