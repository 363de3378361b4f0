"""Runs the cells of a section of docs/python.md, as they stand, in one namespace as a notebook
does. Usage: python_page.py "With requests" """

import base64
import json
import os
import pathlib
import re
import runpy
import sys
import tempfile

from service import done, rows

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "python.md"
DIGITS_OF_EACH = 40


def script_of(section):
    """The section's python blocks on the lines that they have in the page, so that an error names
    the page's line; and how many they are."""
    script, count = [], 0
    heading, is_code = "", False
    for line in PAGE.read_text().splitlines():
        if line == "```":
            is_code = False
        script.append(line if is_code else "")
        if line == "```python" and heading == section:
            is_code = True
            count += 1
        elif re.match(r"## ", line) and not is_code:
            heading = line.removeprefix("## ")
    return "\n".join(script), count


def write_data():
    """What the page takes for granted: pictures/<concept>/ and chats.jsonl."""
    counts = {}
    for number, digit in enumerate(rows("DEEPTUNE_DIGITS")):
        label = f"digit-{digit['label']}"
        counts[label] = counts.get(label, 0) + 1
        if counts[label] > DIGITS_OF_EACH:
            continue
        folder = pathlib.Path("pictures") / label
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{label}-{number}.png"
        path.write_bytes(base64.b64decode(digit["base64"]))
    with open("chats.jsonl", "w") as chats:
        for pair in rows("DEEPTUNE_PAIRS"):
            asked = {"role": "user", "content": pair["prompt"]}
            answered = {"role": "assistant", "content": pair["completion"]}
            chats.write(json.dumps({"messages": [asked, answered]}) + "\n")


def main(section):
    script, count = script_of(section)
    assert count >= 5, f"{PAGE} has {count} cells below '## {section}'"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_data()
        pathlib.Path("python.md").write_text(script)
        namespace = runpy.run_path("python.md")
        os.chdir("/")
    done(f"{count} cells of '{section}'")
    # The journey came to its end: something was trained, and it is on the bill.
    assert namespace["amount"]["amountMicros"] > 0, namespace["amount"]
    assert namespace["answer"], "nothing was predicted"


main(sys.argv[1])
