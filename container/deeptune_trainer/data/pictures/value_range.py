"""Pictures of more than 8 bits -> 8 bits: which of their values is white.

Files do not say how many of their bits are used: cameras and X-ray devices write 10 or 12 bits in
16, programs 0 to 1 or 0 to 255 as floating point. The smallest of a few known ranges that holds the
picture's largest value is taken as its range. So a picture depends on its own largest value only by
that choice of range, never by its contrast: pictures of one device stay comparable, and a picture
is the same in training and in prediction."""

import numpy as np

# (largest value, name) of whole numbers.
WHOLE = ((255, "8-bit"), (4095, "12-bit"), (65535, "16-bit"))
# Of floating point: what interpolation shoots over is cut off, see OVERSHOOT.
FLOATING = tuple((limit, "float") for limit in (1.0, 255.0, 4095.0, 65535.0))
OVERSHOOT = 0.1


class RangeUnknown(ValueError):
    """The values are in none of the ranges; the text shows them and says what would be right."""


def grey_of(values: np.ndarray, transparent: object = None) -> tuple[np.ndarray, str]:
    """(uint8 [height, width], name of the range) of a grey picture's numbers; `transparent`: the
    value that a PNG says is not there, which becomes white. Raises RangeUnknown."""
    limit, name = range_of(values)
    grey = scaled(values, limit)
    if isinstance(transparent, int):
        grey[values == transparent] = 255
    return grey, name


def scaled(values: np.ndarray, limit: float) -> np.ndarray:
    """Numbers as uint8 of the same shape: 0 is black, `limit` white."""
    grey = np.clip(values.astype(np.float32) * (255.0 / limit), 0, 255)
    return np.floor(grey + 0.5).astype(np.uint8)


def range_of(values: np.ndarray) -> tuple[float, str]:
    """(largest value of the range, its name); raises RangeUnknown."""
    low, high = float(values.min()), float(values.max())
    is_whole = np.issubdtype(values.dtype, np.integer)
    spare = 0.0 if is_whole else OVERSHOOT
    for limit, name in WHOLE if is_whole else FLOATING:
        if high <= limit * (1 + spare) and low >= -limit * spare:
            return limit, name
    raise RangeUnknown(
        f"values from {low:g} to {high:g} are in no range that is known (0 to 1 as floating point, "
        "0 to 255, 4095 or 65535): choose what is black and white, and save it with 8 or 16 bits"
    )
