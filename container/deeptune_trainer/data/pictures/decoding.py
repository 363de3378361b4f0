"""Bytes of a picture -> RGB as people see it. Training, evaluation and prediction all come through
here; docs/pictures-and-texts.md has the rules as a table, test/intake/ their examples."""

import io
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import (
    AvifImagePlugin,
    Image,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from .foreign_formats import foreign_format
from .kinds import unsupported_kind
from .png_rows import has_all_rows
from .value_range import RangeUnknown, grey_of
from .wide_colours import layout_of, wide_colours

# core/dataset/image/dimensions.ts has the same two numbers; a test compares them.
MAX_PIXELS = 100_000_000
MAX_ASPECT_RATIO = 64

# Raster formats only: no format whose decoder runs a program (EPS, PDF).
FORMATS: tuple[str, ...] = ("PNG", "JPEG", "GIF", "BMP")
# Pillow loads these on demand only where every format is allowed; importing them registers them.
FORMATS += tuple(
    plugin.format for plugin in (WebPImagePlugin.WebPImageFile, TiffImagePlugin.TiffImageFile)
)
# Without libavif the plugin knows the signature only.
if AvifImagePlugin.SUPPORTED:
    FORMATS += (AvifImagePlugin.AvifImageFile.format,)

# Pillow warns from its limit on and refuses from twice that: it looks at every frame and tile, also
# at those that are larger than the size in the header.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
# Editors and generators write more than Pillow's megabyte of text beside the pixels.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 1024 * 1024

# Grey of 16 bits, big-endian, where zero is white: Pillow knows the little-endian one alone.
TiffImagePlugin.OPEN_INFO[(b"MM", 0, (1,), 1, (16,), ())] = ("I;16B", "I;16B")

EXIF_ORIENTATION = 0x0112
PHOTOMETRIC = 262  # TIFF's; of grey pictures 0 says that zero is white.
TILE_SIZE = (322, 323)  # TIFF's TileWidth, TileLength
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WIDE_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")
ALPHA_MODES = ("RGBA", "RGBa", "LA", "La", "PA")
# What Pillow converts by itself as viewers do; a JPEG's CMYK is inverted as Adobe writes it.
PLAIN_MODES = ("RGB", "RGBX", "L", "P", "1", "CMYK", "YCbCr", "HSV")


class ImageUnreadable(ValueError):
    """The bytes are not an image that is taken. `code` is stable and the same at intake
    (core/dataset/image/image-facts.ts), but for `image-damaged` and `image-range-unknown`, which
    only pixels tell."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


@dataclass(frozen=True)
class Decoded:
    """`image` is RGB. `notes`: codes of what was done or looks wrong, see picture_notes.py."""

    image: Image.Image
    notes: tuple[str, ...]


def decode_image(data: bytes) -> Image.Image:
    """Decodes image bytes wholly to RGB; raises ImageUnreadable for anything that is not a whole
    image."""
    return decode_with_notes(data).image


def decode_and_look(data: bytes) -> Decoded:
    """As decode_image, with all notes: `one-colour` too, which costs a look at every pixel, as does
    whether a PNG has all its rows: Pillow makes missing ones black."""
    decoded = decode_with_notes(data)
    if not has_all_rows(data):
        raise ImageUnreadable("image-truncated", "the PNG has fewer rows of pixels than it says")
    extrema: Any = decoded.image.getextrema()
    is_one_colour = all(low == high for low, high in extrema)
    return Decoded(decoded.image, decoded.notes + (("one-colour",) if is_one_colour else ()))


def decode_with_notes(data: bytes) -> Decoded:
    """As decode_image, with the notes that decoding itself tells."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            refuse_size(image)
            notes = ["first-frame"] if has_frames(image) else []
            # Pillow turns a TIFF while it loads it, and forgets that it did.
            is_turned = tiff_value(image, EXIF_ORIENTATION) in TURNS
            frame, wide = first_frame(image), layout_of(image)
            image.load()
            turn = TURNS.get(orientation_of(image))
            rgb, how = wide_rgb(image, data, wide) if wide else rgb_of(image)
            if frame != (0, 0, *image.size):
                rgb, how = around_white(rgb, frame), ["alpha-on-white"]
    except ImageUnreadable:
        raise
    except Exception as error:  # Pillow's decoders raise nearly any type on hostile bytes
        raise unreadable(data, error) from error
    if turn is not None:
        rgb, is_turned = rgb.transpose(turn), True
    return Decoded(rgb, (*notes, *how, *(["turned"] if is_turned else [])))


def first_frame(image: Any) -> tuple[int, int, int, int]:
    """(left, upper, right, lower) of the first frame of a GIF that was not loaded yet, which may be
    smaller than the picture; the whole picture of other formats."""
    if image.format == "GIF" and image.tile:
        left, upper, right, lower = image.tile[0][1]
        return left, upper, right, lower
    return 0, 0, *image.size


def around_white(image: Image.Image, frame: tuple[int, int, int, int]) -> Image.Image:
    """The picture with white around the frame: nothing was drawn there, and Pillow takes the first
    colour of the palette."""
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image.crop(frame), frame)
    return ground


def refuse_size(image: Any) -> None:
    """ImageUnreadable, before a pixel is decoded, where the image or a TIFF's tile is too large."""
    tile_width, tile_height = (tiff_value(image, tag) for tag in TILE_SIZE)
    for width, height in (image.size, (tile_width, tile_height)):
        if width * height > MAX_PIXELS:
            text = f"{width} x {height} pixels are {width * height}; "
            raise ImageUnreadable(
                "image-too-large", f"{text}an image has at most {MAX_PIXELS}: make it smaller"
            )
    shorter, longer = sorted(image.size)
    if longer > MAX_ASPECT_RATIO * shorter:
        text = f"{image.width} x {image.height} pixels are too long and narrow: the longer side is "
        text += f"at most {MAX_ASPECT_RATIO} times the shorter; cut it into parts"
        raise ImageUnreadable("image-too-narrow", text)


def tiff_value(image: Any, tag: int) -> int:
    """A whole number of a TIFF's directory; 0 where there is none, and for other formats."""
    value = image.tag_v2.get(tag) if image.format == "TIFF" else None
    return value if isinstance(value, int) else 0


def has_frames(image: Any) -> bool:
    """Whether there is more than the first frame or page, which is the one that is taken. The
    second image of an MPO belongs to the first: a depth or brightness map."""
    try:
        return image.format != "MPO" and bool(getattr(image, "is_animated", False))
    except Exception:  # a later frame is damaged: the first may be whole
        return True


def orientation_of(image: Any) -> int:
    """EXIF's orientation, 1 where nothing is said. Pillow turns a TIFF itself, and words an AVIF's
    own turn as EXIF. XMP is not asked, as browsers do not."""
    block = image.info.get("exif")
    if not block or image.format == "TIFF":
        return 1
    exif = Image.Exif()
    try:
        exif.load(block)
        return int(exif.get(EXIF_ORIENTATION, 1))
    except Exception:  # EXIF that cannot be read says nothing
        return 1


def rgb_of(image: Any) -> tuple[Image.Image, list[str]]:
    """A loaded image as RGB, with the notes of how."""
    if image.mode in WIDE_MODES:
        grey, bits = grey_of(np.asarray(image), image.info.get("transparency"))
        # Pillow turns the values round only up to 8 bits.
        is_inverted = image.format == "TIFF" and image.tag_v2.get(PHOTOMETRIC) == 0
        grey = 255 - grey if is_inverted else grey
        return Image.fromarray(grey).convert("RGB"), [f"scaled-{bits}"]
    if image.format == "BMP":
        # The fourth byte of a BMP is hardly ever alpha, and often zero.
        return image.convert("RGB"), []
    if image.mode in ALPHA_MODES or "transparency" in image.info:
        return on_white(image.convert("RGBA"))
    return plain(image), []


def wide_rgb(image: Any, data: bytes, layout: str) -> tuple[Image.Image, list[str]]:
    """The same of a loaded image with colours of 16 bits; `layout` as wide_colours.layout_of."""
    colours, bits = wide_colours(image, data, layout)
    rgb, how = on_white(colours) if colours.mode == "RGBA" else (colours, [])
    return rgb, [f"scaled-{bits}", *how]


def plain(image: Any) -> Image.Image:
    """The image in RGB, without alpha; ImageUnreadable for a colour space that Pillow cannot tell.
    An ICC profile is not applied: the numbers are taken as sRGB."""
    if image.mode not in PLAIN_MODES:
        text = f"colour mode {image.mode} is not taken; save it as PNG or JPEG in RGB"
        raise ImageUnreadable("image-format-unsupported", text)
    return image.convert("RGB")


def on_white(image: Any) -> tuple[Image.Image, list[str]]:
    """An RGBA image laid on white; where nothing is transparent its colours as they are."""
    alpha = image.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return image.convert("RGB"), []
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image, mask=alpha)
    return ground, ["alpha-on-white"]


def unreadable(data: bytes, error: Exception) -> ImageUnreadable:
    """What an exception of Pillow means."""
    if isinstance(error, RangeUnknown):
        return ImageUnreadable("image-range-unknown", str(error))
    if isinstance(error, Image.DecompressionBombError):
        text = f"an image has at most {MAX_PIXELS} pixels: make it smaller ({error})"
        return ImageUnreadable("image-too-large", text)
    if isinstance(error, UnidentifiedImageError):
        return unidentified(data)
    # libwebp says no more than that it has no decoder for a file that is cut off.
    is_cut = any(part in str(error).lower() for part in ("truncated", "decoder object"))
    code = "image-truncated" if is_cut else "image-damaged"
    return ImageUnreadable(code, f"{type(error).__name__}: {error}")


def unidentified(data: bytes) -> ImageUnreadable:
    """What bytes are that Pillow does not open."""
    foreign = foreign_format(data)
    kind = unsupported_kind(data) if foreign == "own" else None
    if kind:
        text = f"{kind} is not taken; save it as PNG or JPEG with 8 bits, or as grey with 16"
        return ImageUnreadable("image-format-unsupported", text)
    if foreign == "own":
        text = f"{len(data)} bytes that are not a whole image: the file is cut off or damaged; "
        text += "send it again"
        return ImageUnreadable("image-truncated", text)
    if foreign:
        text = f"{foreign} is not taken; save it as PNG or JPEG"
        return ImageUnreadable("image-format-unsupported", text)
    text = f"{len(data)} bytes that are not a whole PNG, JPEG, GIF, BMP, TIFF, WebP or AVIF image"
    return ImageUnreadable("not-an-image", text)
