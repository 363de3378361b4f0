"""Names of what people also call pictures, by how the file begins. As
core/dataset/image/headers/foreign-format.ts."""

OWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
SIGNATURES = (
    (b"\0\0\x01\0", "An icon file (ICO)"),
    (b"8BPS", "A Photoshop file (PSD)"),
    (b"%PDF", "A PDF file"),
    (b"\0\0\0\x0cjP  ", "A JPEG 2000 image"),
    (b"\xff\x4f\xff\x51", "A JPEG 2000 image"),
    (b"\0\0\0\x0cJXL ", "A JPEG XL image"),
    (b"\xff\x0a", "A JPEG XL image"),
    (b"II\x2b\0", "A BigTIFF image"),
    (b"MM\0\x2b", "A BigTIFF image"),
    (b"<svg", "A drawing (SVG)"),
    (b"<?xml", "A drawing or other XML file"),
)
HEIC = "A HEIC image, as iPhones make it by default,"
BRANDS = {b"heic": HEIC, b"heix": HEIC, b"hevc": HEIC, b"mif1": "A HEIF image"}
BRANDS |= {b"msf1": "A HEIF image", b"avif": "own", b"avis": "own"}


def foreign_format(data: bytes) -> str | None:
    """Name of a known format that is not taken; "own" for one that is, None for other bytes."""
    if data.startswith(OWN) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "own"
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12])
    return next((name for start, name in SIGNATURES if data.startswith(start)), None)
