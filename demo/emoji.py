"""Real pictures, as JSON lines: {"id", "label", "name", "base64"}: emoji of 64 x 64 pixels on white, labelled with the group that
Unicode puts them in.

Source: the npm package emoji-datasource-google (emoji-data, MIT; pictures: Google's Noto Emoji, Apache-2.0). Of each code point
one picture is taken: skin tones, and pairs of man and woman, are nearly the same, and would else be held out beside their twins.
Usage: python emoji.py
"""

import base64
import io
import json
import random
from pathlib import Path

from PIL import Image

DATA = Path(__file__).parent.parent / "node_modules/emoji-datasource-google"
LEFT_OUT = {"Component"}  # parts of other emoji


def main():
    """Prints every picture."""
    if not (DATA / "emoji.json").is_file():
        raise SystemExit(f"{DATA} holds no pictures: run npm ci")
    chosen = list(one_per_code_point(json.loads((DATA / "emoji.json").read_text())))
    random.Random(0).shuffle(
        chosen
    )  # whoever takes the first few gets some of all kinds
    for emoji in chosen:
        facts = {"id": emoji["unified"].lower(), "label": emoji["category"]}
        text = base64.b64encode(
            picture(DATA / "img/google/64" / emoji["image"])
        ).decode()
        print(json.dumps({**facts, "name": emoji["short_name"], "base64": text}))


def one_per_code_point(emoji):
    """The first of those that begin with the same code point; a flag is two letters, and both count."""
    known = set()
    for each in sorted(emoji, key=lambda e: e["unified"]):
        first = (
            each["unified"]
            if each["category"] == "Flags"
            else each["unified"].split("-")[0]
        )
        if each["category"] not in LEFT_OUT and first not in known:
            known.add(first)
            yield each


def picture(path):
    """The PNG on a white ground, as PNG bytes."""
    image = Image.open(path).convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    buffer = io.BytesIO()
    ground.convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
