"""Real prompt and completion pairs: those of demo/pairs.py as manifest rows."""

import functools

from demo_data import demo_module

FIRST, LATER = ("Nd", "Nl", "No", "Lu", "Ll"), ("Sm", "So", "Sc", "Sk", "Po", "Mn")
pairs = functools.cache(demo_module("pairs").pairs)


def pair_rows(categories=FIRST + LATER, origin="new", max_rows=9999):
    """Manifest rows, of up to `max_rows` pairs evenly spaced; each fifth is held out."""
    found = pairs(categories)
    count = min(max_rows, len(found))
    chosen = [found[i * len(found) // count] for i in range(count)]
    return [row(place, pair, origin) for place, pair in enumerate(chosen)]


def row(place, pair, origin):
    """One manifest row."""
    facts = {"id": pair["id"], "object": None, "text": pair["prompt"], "concepts": []}
    split = "test" if place % 5 == 4 else "train"
    return {**facts, "target": pair["completion"], "split": split, "origin": origin}
