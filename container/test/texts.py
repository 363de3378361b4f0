"""Real texts: scikit-learn's bundled descriptions of data sets (BSD 3-Clause), cut into passages
of 20 words."""

from pathlib import Path

from sklearn import datasets

TOPICS = ["breast_cancer", "twenty_newsgroups", "kddcup99", "lfw"]
WORDS, STRIDE, BLOCK = 20, 8, 84


def text_rows(topics, origin="new"):
    """Manifest rows; each fourth block of 84 words is held out, and no passage crosses a block's
    border."""
    rows = []
    for topic in topics:
        words = (Path(datasets.__file__).parent / f"descr/{topic}.rst").read_text().split()
        for start in range(0, len(words), BLOCK):
            split = "test" if start // BLOCK % 4 == 2 else "train"
            block = words[start : start + BLOCK]
            for i in range(0, max(1, len(block) - WORDS + 1), STRIDE):
                rows.append(row(topic, start + i, " ".join(block[i : i + WORDS]), split, origin))
    return rows


def row(topic, place, text, split, origin):
    """One manifest row."""
    labels = [{"id": topic, "value": 1}]
    facts = {"id": f"{topic}-{place}", "object": None, "text": text}
    return {**facts, "concepts": labels, "split": split, "origin": origin}
