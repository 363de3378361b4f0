"""Real texts: the passages of demo/texts.py as manifest rows."""

from demo_data import demo_module

passages, TOPICS = demo_module("texts").passages, demo_module("texts").TOPICS
STRIDE, BLOCK = 8, 84


def text_rows(topics, origin="new"):
    """Manifest rows; each fourth block of 84 words is held out, and no passage crosses a block's
    border."""
    return [row(passage, origin) for passage in passages(topics, STRIDE, BLOCK)]


def row(passage, origin):
    """One manifest row."""
    split = "test" if passage["block"] % 4 == 2 else "train"
    facts = {"id": passage["id"], "object": None, "text": passage["text"]}
    labels = [{"id": passage["label"], "value": 1}]
    return {**facts, "concepts": labels, "split": split, "origin": origin}
