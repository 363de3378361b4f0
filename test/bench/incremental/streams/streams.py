"""A stream of real data that arrives in five steps, as JSON lines: {"part": "train" | "exam", "step", "id", "label", and "base64"
(PNG) or "text"}. What is for the exam is never uploaded: every method is asked about the same inputs.

digits    two new classes of handwriting a step, in an order that the seed decides (scikit-learn's digits, see demo/digits.py)
drift     ten classes from the start; each step's digits are turned and moved further
pictures  two new groups of emoji a step, one in the last (see demo/emoji.py)
mails     two new kinds of mail a step: which list of the SpamAssassin corpus a mail went to, or spam, news, or a newsletter
          (see demo/mails.py)
Usage: python streams.py digits --seed 0
"""

import argparse
import base64
import email
import email.policy
import io
import json
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy
from PIL import Image
from sklearn.datasets import load_digits

sys.path.insert(0, str(Path(__file__).parents[4] / "demo"))
for room in ("data", "sources"):
    sys.path.insert(0, str(Path(__file__).parents[4] / "demo" / room))

STEPS = 5
EXAM_DIGITS, EXAM_DRIFT = 40, 20  # of each class
TURN, MOVE = 12, 0.5  # degrees and pixels (of 16) that each step adds
EXAM_SHARE = 0.25  # of pictures and mails, of each class
MAILS_OF_A_KIND = 120
LISTS = {
    "fork.xent.com": "fork",
    "ilug.linux.ie": "ilug",
    "rpm-zzzlist.freshrpms.net": "rpm",
    "razor-users.example.sourceforge.net": "razor",
    "spamassassin-talk.example.sourceforge.net": "spamassassin",
    "zzzzteana": "zzzzteana",
    "exmh-workers.spamassassin.taint.org": "exmh",
    "exmh-users.spamassassin.taint.org": "exmh",
}
TAG = re.compile(r"\[[^\]]{2,24}\]")  # "[ILUG]": it would tell the list


def digits(seed):
    """Two classes a step."""
    data, order = load_digits(), numpy.random.RandomState(seed).permutation(10)
    step_of = {int(label): place // 2 for place, label in enumerate(order)}
    for number, label, is_exam in shuffled_digits(data, seed, EXAM_DIGITS):
        facts = {"id": f"digit-{number:04}", "label": f"digit-{label}"}
        image = {"base64": png(Image.fromarray(grey(data.images[number])))}
        yield {**part(is_exam), "step": step_of[label], **facts, **image}


def drift(seed):
    """All classes, turned and moved: an image of the exam comes in each step's way."""
    data = load_digits()
    for place, (number, label, is_exam) in enumerate(
        shuffled_digits(data, seed, EXAM_DRIFT)
    ):
        for step in range(STEPS) if is_exam else (place % STEPS,):
            image = {"base64": png(displaced(grey(data.images[number]), step))}
            facts = {"id": f"digit-{number:04}-{step}", "label": f"digit-{label}"}
            yield {**part(is_exam), "step": step, **facts, **image}


def shuffled_digits(data, seed, exam):
    """(number, label, whether it is for the exam), in the seed's order; the first `exam` of a class are."""
    seen = defaultdict(int)
    for number in numpy.random.RandomState(seed + 1000).permutation(len(data.target)):
        label = int(data.target[number])
        seen[label] += 1
        yield int(number), label, seen[label] <= exam


def grey(pixels):
    """0 to 16 as bytes."""
    return (pixels * 255 / 16).astype(numpy.uint8)


def displaced(pixels, step):
    """16 x 16 pixels, turned and moved as in `step`."""
    image = Image.fromarray(pixels).resize((16, 16), Image.Resampling.BICUBIC)
    move = (MOVE * step, MOVE * step)
    return image.rotate(-TURN * step, Image.Resampling.BICUBIC, translate=move)


def png(image):
    """Base64 of a PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def pictures(seed):
    """Two of the nine groups of emoji a step."""
    import emoji

    facts = json.loads((emoji.DATA / "emoji.json").read_text())
    rows = [
        {
            "id": f"emoji-{each['unified'].lower()}",
            "label": re.sub(r"[^a-z]+", "-", each["category"].lower()),
            "base64": base64.b64encode(
                emoji.picture(emoji.DATA / "img/google/64" / each["image"])
            ).decode(),
        }
        for each in emoji.one_per_code_point(facts)
    ]
    yield from two_a_step(rows, seed)


def mails(seed):
    """Two of ten kinds of mail a step."""
    import mails as corpus

    rows, counts = [], defaultdict(int)
    for mail in corpus.different(sorted_mails(corpus)):
        counts[mail["label"]] += 1
        if counts[mail["label"]] <= MAILS_OF_A_KIND:
            rows.append(mail)
    yield from two_a_step(rows, seed)


def sorted_mails(corpus):
    """Every mail of a kind that is known, in an order that mixes the groups."""
    files = sorted(
        path for group in corpus.GROUPS for path in (corpus.CORPUS / group).glob("*")
    )
    random.Random(0).shuffle(files)
    for path in files:
        data = path.read_bytes()
        kind, text = (
            kind_of(path.parent.name, data),
            TAG.sub(" ", corpus.text_of(data)),
        )
        if kind and len(text.split()) >= 12:
            yield {
                "id": f"mail-{path.parent.name}-{path.stem}",
                "label": kind,
                "text": text,
            }


def kind_of(group, data):
    """The list a wanted mail went to, or what else it is; None: of a list that has too few."""
    if group.startswith("spam"):
        return "spam"
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    listed = str(message.get("List-Id") or message.get("Mailing-List") or "").lower()
    for name, kind in LISTS.items():
        if name in listed:
            return kind
    if listed:
        return None
    return "newsletter" if group.startswith("hard") else "news"


def two_a_step(rows, seed):
    """Classes in an order that the seed decides, a share of each for the exam."""
    labels = sorted({row["label"] for row in rows})
    chance = random.Random(seed)
    chance.shuffle(labels)
    step_of = {label: min(place // 2, STEPS - 1) for place, label in enumerate(labels)}
    rows = sorted(rows, key=lambda row: row["id"])
    chance.shuffle(rows)
    counts = {label: sum(row["label"] == label for row in rows) for label in labels}
    seen = defaultdict(int)
    for row in rows:
        seen[row["label"]] += 1
        is_exam = seen[row["label"]] <= EXAM_SHARE * counts[row["label"]]
        yield {**part(is_exam), "step": step_of[row["label"]], **row}


def part(is_exam):
    """Where a row belongs."""
    return {"part": "exam" if is_exam else "train"}


STREAMS = {"digits": digits, "drift": drift, "pictures": pictures, "mails": mails}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stream", choices=STREAMS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    for row in STREAMS[chosen.stream](chosen.seed):
        print(json.dumps(row))
