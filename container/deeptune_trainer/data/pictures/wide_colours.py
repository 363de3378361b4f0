"""Colours of 16 bits -> 8 bits, by the rule of value_range.py. Pillow keeps the upper byte of each
value and drops the lower one: a picture that uses 12 of its bits would become nearly black."""

import io
import re
import sys
from typing import Any

import numpy as np
from PIL import Image

from .value_range import range_of, scaled

# How Pillow reads a pixel of 16 bits a channel; the last letter is the order of the two bytes.
WIDE = re.compile(r"^(RGB|RGBA|RGBX|LA);16[BLN]$")
GREY_WITH_ALPHA = "LA;16B"
# The letter with which Pillow takes the other byte of a value.
OTHER_BYTE = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}


def layout_of(image: Any) -> str | None:
    """How a picture that was opened and not loaded yet has its pixels, where that is colours, or
    grey with alpha, of 16 bits each; else None."""
    name = raw_name(image.tile[0]) if image.tile else ""
    return name if WIDE.match(name) else None


def raw_name(tile: Any) -> str:
    """Pillow's name for the order of bytes in a tile."""
    return tile.args if isinstance(tile.args, str) else str((tile.args or [""])[0])


def with_name(tile: Any, name: str) -> Any:
    """The tile, to be read as `name`."""
    args = name if isinstance(tile.args, str) else (name, *tile.args[1:])
    return tile._replace(args=args)


def wide_colours(image: Any, data: bytes, layout: str) -> tuple[Image.Image, str]:
    """(RGB, or RGBA where there is alpha, of 8 bits; name of the colours' range) of a loaded
    picture, its bytes and its layout_of."""
    channels, alpha = values_of(image, data, layout)
    highest = max(channels, key=lambda values: int(values.max()))
    limit, name = range_of(highest)
    bands = [scaled(values, limit) for values in channels]
    if alpha is not None:
        # Alpha has a range of its own: many programs write it with 16 bits beside colours of 12.
        bands.append(scaled(alpha, range_of(alpha)[0]))
    key = image.info.get("transparency")
    if alpha is None and isinstance(key, tuple):
        pairs = zip(channels, key, strict=True)
        is_there = ~np.logical_and.reduce([values == wanted for values, wanted in pairs])
        bands.append(is_there.astype(np.uint8) * 255)
    return Image.merge("RGBA" if len(bands) == 4 else "RGB", [*map(Image.fromarray, bands)]), name


def values_of(image: Any, data: bytes, layout: str) -> tuple[list[np.ndarray], np.ndarray | None]:
    """(red, green and blue, alpha or None), each uint16 [height, width]."""
    if layout == GREY_WITH_ALPHA:
        # Four bytes a pixel, as RGBA has them: both of grey, both of alpha.
        both = read_as(data, "RGBA")
        grey, alpha = (joined(both, at, both, at + 1) for at in (0, 2))
        return [grey] * 3, alpha
    other = read_as(data, layout[:-1] + OTHER_BYTE[layout[-1]])
    values = [joined(image, at, other, at) for at in range(len(image.getbands()))]
    return values[:3], values[3] if image.mode == "RGBA" else None


def read_as(data: bytes, name: str) -> Any:
    """The picture again, with its pixels read as `name`."""
    image: Any = Image.open(io.BytesIO(data))
    image.tile = [with_name(tile, name) for tile in image.tile]
    image.load()
    return image


def joined(high: Any, at: int, low: Any, low_at: int) -> np.ndarray:
    """uint16 values from the channels that have their upper and their lower bytes."""
    upper = np.asarray(high.getchannel(at)).astype(np.uint16)
    return (upper << 8) | np.asarray(low.getchannel(low_at))
