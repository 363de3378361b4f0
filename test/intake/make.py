"""Writes the pictures of pictures.json: `python test/intake/make.py` (Pillow and NumPy).

All that are taken show the same thing, 48 x 32 pixels: red, green, blue and yellow quarters, or
four greys. A viewer shows them so; the table says at which points the decoders must."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

FILES = Path(__file__).parent / "files"
WIDTH, HEIGHT = 48, 32
COLOURS = ((220, 30, 30), (30, 200, 40), (30, 40, 210), (230, 220, 30))
GREYS = (0, 80, 160, 255)


def quarters(values, dtype=np.uint8):
    """[32, 48] or [32, 48, 3] with one value in each quarter."""
    array = np.zeros((HEIGHT, WIDTH, *np.shape(values[0])), dtype=dtype)
    rows, columns = (slice(0, 16), slice(16, 32)), (slice(0, 24), slice(24, 48))
    for place, value in enumerate(values):
        array[rows[place // 2], columns[place % 2]] = value
    return array


COLOUR = Image.fromarray(quarters(COLOURS))
GREY = Image.fromarray(quarters(GREYS))
INVERSE = {
    2: 0,
    3: 3,
    4: 1,
    5: 5,
    6: 2,
    7: 6,
    8: 4,
}  # Pillow's transposes that undo a turn


def saved(image, kind, **options):
    """The file's bytes."""
    buffer = io.BytesIO()
    image.copy().save(
        buffer, kind, **options
    )  # a save leaves its settings behind in the image
    return buffer.getvalue()


def turned(orientation):
    """(stored pixels, EXIF) that are seen as COLOUR."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = COLOUR
    if orientation != 1:
        stored = COLOUR.transpose(Image.Transpose(INVERSE[orientation]))
    return stored, exif


def chunk(name, data):
    """One chunk of a PNG."""
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, bits, colour, rows, extra=b""):
    """A PNG of given IHDR fields from filtered rows."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
    return start + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def rgb16():
    """A PNG of three times 16 bits."""
    wide = quarters(COLOURS).astype(">u2") * 257
    return png(WIDTH, HEIGHT, 16, 2, b"".join(b"\0" + row.tobytes() for row in wide))


def black_with(alpha):
    """Black RGBA under the given alpha: what is drawn is in the alpha alone."""
    image = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    image.putalpha(alpha)
    return image


def tiff(array, sample_format, white=1, order="<"):
    """An uncompressed TIFF: 1 unsigned, 2 signed, 3 floating point. `white`: 1 where the largest
    value is, 0 where zero is, 2 for RGB. `order`: of bytes, of which `array` has its own."""
    data, (height, width, *channels) = array.tobytes(), array.shape
    entries = [
        (256, width),
        (257, height),
        (258, array.itemsize * 8),
        (259, 1),
        (262, white),
    ]
    entries += [(273, 8 + 2 + 10 * 12 + 4), (277, *(channels or [1]))]
    entries += [(278, height), (279, len(data))]
    entries += [(339, sample_format)]
    table = b"".join(struct.pack(order + "HHII", tag, 4, 1, v) for tag, v in entries)
    start = b"II*\0" if order == "<" else b"MM\0*"
    count = struct.pack(order + "IH", 8, len(entries))
    return start + count + table + b"\0\0\0\0" + data


def exif_6(kind=3, count=1):
    """An EXIF block that says orientation 6: as a value of TIFF's `kind`, in a directory that says
    that it has `count` entries."""
    entry = struct.pack(">HHIHH", 0x0112, kind, 1, 6, 0)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", count) + entry + b"\0\0\0\0"


def odd_turns():
    """{name of the file: bytes}: EXIF as some writers have it, and as none is meant."""
    stored, exif = turned(6)
    whole = saved(stored, "JPEG", quality=95, subsampling=0)
    blocks = {
        "signed": b"Exif\0\0" + exif_6(kind=8),
        "cut-directory": b"Exif\0\0" + exif_6(count=9),
        "two-prefixes": b"Exif\0\0Exif\0\0" + exif_6(),
    }
    files = {
        f"turned-{name}.jpg": whole[:2]
        + b"\xff\xe1"
        + struct.pack(">H", len(block) + 2)
        + block
        + whole[2:]
        for name, block in blocks.items()
    }
    webp = bytearray(saved(COLOUR, "WEBP", lossless=True, exif=exif))
    webp[20] &= ~0x08  # its flag of EXIF
    return files | {"no-flag.webp": bytes(webp)}


def frame_inside():
    """A GIF whose frame is the lower right quarter of its picture, without transparency."""
    whole = saved(COLOUR.crop((24, 16, 48, 32)).quantize(4), "GIF")
    at = whole.index(b"\x2c" + struct.pack("<HHHH", 0, 0, 24, 16))
    placed = whole[:at] + b"\x2c" + struct.pack("<HH", 24, 16) + whole[at + 5 :]
    return placed[:6] + struct.pack("<HH", WIDTH, HEIGHT) + placed[10:]


def accepted():
    """{name of the file: bytes} of what is taken."""
    palette = COLOUR.quantize(4)
    inverted = Image.fromarray(255 - quarters(GREYS))
    blank = Image.new("L", (WIDTH, HEIGHT), 0)
    with_hole = COLOUR.quantize(5)
    with_hole.info["transparency"] = with_hole.getpixel((2, 2))
    grey16, grey12 = (quarters([v * f for v in GREYS], np.uint16) for f in (257, 16))
    files = {
        "rgb.png": saved(COLOUR, "PNG"),
        "rgb.bmp": saved(COLOUR, "BMP"),
        "rgb.webp": saved(COLOUR, "WEBP", lossless=True),
        "rgb.avif": saved(COLOUR, "AVIF", quality=95),
        "baseline.jpg": saved(COLOUR, "JPEG", quality=95, subsampling=0),
        "progressive.jpg": saved(COLOUR, "JPEG", quality=95, progressive=True),
        "cmyk.jpg": saved(COLOUR.convert("CMYK"), "JPEG", quality=95),
        "grey8.png": saved(GREY, "PNG"),
        "grey16.png": saved(Image.fromarray(grey16), "PNG"),
        "grey12in16.png": saved(Image.fromarray(grey12), "PNG"),
        "grey8in16.tif": tiff(quarters(GREYS, np.uint16), 1),
        "grey16.tif": tiff(grey16, 1),
        "grey16-big-endian.tif": saved(Image.fromarray(grey16.astype(">u2")), "TIFF"),
        "grey32.tif": tiff(grey16.astype(np.uint32), 1),
        "float01.tif": tiff(quarters([v / 255 for v in GREYS], np.float32), 3),
        "float-overshoot.tif": tiff(
            quarters([-0.03, 80 / 255, 160 / 255, 1.04], np.float32), 3
        ),
        "float255.tif": tiff(quarters(GREYS, np.float32), 3),
        "rgb16.png": rgb16(),
        "one-bit.png": saved(
            Image.fromarray(quarters([0, 255, 255, 0])).convert("1"), "PNG"
        ),
        "palette.png": saved(palette, "PNG"),
        "palette-hole.png": saved(with_hole, "PNG"),
        "rgba.png": saved(black_with(inverted), "PNG"),
        "la.png": saved(Image.merge("LA", (blank, inverted)), "PNG"),
        "rgba.webp": saved(black_with(inverted), "WEBP", lossless=True),
        "rgba-opaque.png": saved(COLOUR.convert("RGBA"), "PNG"),
        "colour-key.png": saved(COLOUR, "PNG", transparency=COLOURS[0]),
        "clear.png": saved(Image.new("RGBA", (WIDTH, HEIGHT), (9, 9, 9, 0)), "PNG"),
        "two-frames.gif": saved(palette, "GIF", save_all=True, append_images=[blank]),
        "empty-first.gif": saved(blank, "GIF", save_all=True, append_images=[GREY]),
        "two-frames.png": saved(
            COLOUR, "PNG", save_all=True, append_images=[GREY.convert("RGB")]
        ),
        "two-frames.webp": saved(
            COLOUR,
            "WEBP",
            lossless=True,
            save_all=True,
            append_images=[GREY.convert("RGB")],
        ),
        "two-pages.tif": saved(COLOUR, "TIFF", save_all=True, append_images=[GREY]),
        "lzw.tif": saved(COLOUR, "TIFF", compression="tiff_lzw"),
        "two.mpo": saved(
            COLOUR, "MPO", quality=95, save_all=True, append_images=[COLOUR]
        ),
    }
    for orientation in range(1, 9):
        stored, exif = turned(orientation)
        options = {"exif": exif, "quality": 95, "subsampling": 0}
        files[f"turned-{orientation}.jpg"] = saved(stored, "JPEG", **options)
    stored, exif = turned(6)
    files |= odd_turns() | {"frame-inside.gif": frame_inside()}
    bmp, swapped = files["rgb.bmp"], quarters([257 * v for v in GREYS], ">u2")
    files["two-bytes-more.bmp"] = bmp + b"\0\0"
    files["no-length.bmp"] = bmp[:2] + bytes(4) + bmp[6:]
    files["grey16-inverted.tif"] = tiff(~grey16, 1, 0)
    files["grey16-inverted-big-endian.tif"] = tiff(~swapped, 1, 0, ">")
    files["float-inverted.tif"] = tiff((1 - quarters(GREYS) / 255).astype("<f4"), 3, 0)
    files["turned-6.png"] = saved(stored, "PNG", exif=exif)
    files["turned-6.webp"] = saved(stored, "WEBP", lossless=True, exif=exif)
    files["turned-6.tif"] = saved(stored, "TIFF", tiffinfo={274: 6})
    files["turned-6.avif"] = saved(stored, "AVIF", quality=95, exif=exif)
    return files


def refused(whole):
    """{name of the file: bytes} of what is not taken, at intake or when it is decoded."""
    names = ("rgb.png", "progressive.jpg", "rgb.bmp", "rgb.webp", "two-frames.gif")
    cut = {f"cut.{n.split('.')[1]}": whole[n][: len(whole[n]) // 2] for n in names}
    cut["cut.tif"] = whole["grey16.tif"][:-100]
    cut["cut.avif"] = whole["rgb.avif"][:-20]
    thumbnail = saved(COLOUR.resize((8, 8)), "JPEG")
    exif = Image.Exif()
    exif[0x010E] = thumbnail.decode("latin-1")
    cut["cut-with-thumbnail.jpg"] = saved(COLOUR, "JPEG", exif=exif, quality=95)[:-200]
    frame = whole["baseline.jpg"].index(b"\xff\xc0") + 4
    twelve = (
        whole["baseline.jpg"][:frame] + b"\x0c" + whole["baseline.jpg"][frame + 1 :]
    )
    wrong = png(WIDTH, HEIGHT, 8, 2, b"\0" + bytes(3 * WIDTH))  # one row of 32
    return cut | {
        "too-few-rows.png": wrong,
        "bomb.png": png(50_000, 50_000, 1, 0, bytes(6_251)),  # its header tells
        "narrow.png": saved(Image.new("L", (650, 10)), "PNG"),
        "signed.tif": tiff(quarters([-1000, 0, 500, 3000], np.int16), 2),
        "float-wide.tif": tiff(quarters([0, 1e6, 2e6, 3e6], np.float32), 3),
        "nan.tif": tiff(quarters([0, np.nan, 0.5, 1], np.float32), 3),
        "float-rgb.tif": tiff((quarters(COLOURS) / 255).astype("<f4"), 3, 2),
        "double.tif": tiff(quarters(GREYS, np.float64), 3),
        "twelve-bits.jpg": twelve,
        "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
        "icon.ico": saved(COLOUR, "ICO"),
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "page.html": b"<!doctype html><title>404 Not Found</title>",
        "empty.png": b"",
    }


def main():
    """Writes all files."""
    FILES.mkdir(exist_ok=True)
    whole = accepted()
    for name, data in (whole | refused(whole)).items():
        (FILES / name).write_bytes(data)


if __name__ == "__main__":
    main()
