"""Real texts for a text classifier, as JSON lines: {"id", "text", "label"}: passages of 20 words from the descriptions of
data sets, labelled with the data set they describe.

Source: the descriptions bundled with scikit-learn as `sklearn/datasets/descr/*.rst` (BSD 3-Clause).
"""

import json
from pathlib import Path

from sklearn import datasets

TOPICS = ["breast_cancer", "twenty_newsgroups", "kddcup99", "lfw"]
WORDS = 20


def passages(topics=TOPICS, stride=WORDS, block=WORDS):
    """[{id, text, label, block}] of passages that begin every `stride` words and cross no border of a block of `block`
    words; without arguments they do not overlap."""
    found = []
    for topic in topics:
        words = (
            (Path(datasets.__file__).parent / f"descr/{topic}.rst").read_text().split()
        )
        for start in range(0, len(words), block):
            part = words[start : start + block]
            for i in range(0, max(1, len(part) - WORDS + 1), stride):
                facts = {
                    "id": f"{topic}-{start + i}",
                    "text": " ".join(part[i : i + WORDS]),
                }
                found.append({**facts, "label": topic, "block": start // block})
    return found


if __name__ == "__main__":
    for passage in passages():
        print(json.dumps({name: passage[name] for name in ("id", "text", "label")}))
