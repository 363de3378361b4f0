"""Real sentences for a text classifier, as JSON lines: {"id", "text", "label"}: who wrote this sentence of documentation?

Source: the docstrings of scikit-learn (BSD 3-Clause), Pillow (MIT-CMU) and transformers (Apache 2.0) as installed.
Usage: python docstrings.py [--count N]   N sentences of each package
"""

import argparse
import ast
import importlib.util
import json
import re
from pathlib import Path

# Package, and the folder of it that is read: enough sentences, and not minutes of parsing.
SOURCES = {
    "scikit-learn": ("sklearn", "linear_model"),
    "pillow": ("PIL", ""),
    "transformers": ("transformers", "generation"),
}


def sentences(package, folder):
    """The distinct sentences of 8 to 40 words in the docstrings below `package`/`folder`, in a fixed order."""
    root = (
        Path(importlib.util.find_spec(package).submodule_search_locations[0]) / folder
    )
    found = {}
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            text = (ast.get_docstring(node) or "") if documented else ""
            for sentence in re.split(r"(?<=[.:])\s+", re.sub(r"\s+", " ", text)):
                if 8 <= len(sentence.split()) <= 40:
                    found[sentence] = None
    return list(found)


def main():
    """Prints as many sentences of each package, spread evenly over it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=250)
    count = parser.parse_args().count
    for label, (package, folder) in SOURCES.items():
        every = sentences(package, folder)
        step = max(1, len(every) // count)
        for number, text in enumerate(every[::step][:count]):
            print(
                json.dumps({"id": f"{label}-{number:03}", "text": text, "label": label})
            )


if __name__ == "__main__":
    main()
