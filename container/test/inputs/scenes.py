"""Real scenes: those of demo/scenes.py as manifest rows with objects."""

import base64
import functools
import hashlib

from demo_data import demo_module

CLASSES = (0, 1, 2, 3)
made = demo_module("scenes").scenes


@functools.cache
def scenes(count=300):
    """The first `count` scenes; so few that each image of a digit is used once: what is held out
    shows handwriting that nobody trained on."""
    return tuple(made(count, 0, CLASSES))


def write_objects(folder):
    """Writes every image and mask below `folder` under its SHA-256."""
    for scene in scenes():
        for data in [image_of(scene), *(mask_of(region) for region in scene["regions"])]:
            (folder / digest_of(data)).write_bytes(data)


def concepts(classes=CLASSES):
    """[{id, name}] of the digits `classes`, in that order."""
    return [{"id": f"digit-{c}", "name": f"Digit {c}"} for c in classes]


def rows(train=240, test=60, wanted=lambda digits: True, origin="new", shapes=("box", "mask")):
    """Manifest rows of the scenes whose set of digits is `wanted`, each marked by `shapes`; the
    last 60 of the 300 scenes are held out."""
    chosen = {"train": [], "test": []}
    for place, scene in enumerate(scenes()):
        if wanted(digits_of(scene)):
            split = "train" if place < 240 else "test"
            chosen[split].append(row(scene, split, origin, shapes))
    return chosen["train"][:train] + chosen["test"][:test]


def new_marks_alone():
    """Manifest rows of the scenes with a 3, of which those for training mark nothing else."""
    found = rows(wanted=lambda digits: 3 in digits)
    for each in found:
        if each["split"] == "train":
            each["concepts"] = [c for c in each["concepts"] if c["id"] == "digit-3"]
            each["regions"] = [r for r in each["regions"] if r["concepts"][0]["id"] == "digit-3"]
    return found


def row(scene, split, origin, shapes):
    """One manifest row."""
    facts = {"id": scene["id"], "object": digest_of(image_of(scene)), "text": None}
    labels = [{"id": f"digit-{digit}", "value": 1} for digit in sorted(digits_of(scene))]
    regions = [region_of(region, shapes) for region in scene["regions"]]
    return {**facts, "concepts": labels, "regions": regions, "split": split, "origin": origin}


def region_of(region, shapes):
    """One region of a manifest row."""
    mask = digest_of(mask_of(region)) if "mask" in shapes else None
    box = region["box"] if "box" in shapes else None
    labels = [{"id": region["concept"], "value": 1}]
    return {"concepts": labels, "box": box, "polygon": None, "mask": mask}


def digits_of(scene):
    """The digits in a scene."""
    return {int(region["concept"][-1]) for region in scene["regions"]}


def image_of(scene):
    """The scene's PNG bytes."""
    return base64.b64decode(scene["base64"])


def mask_of(region):
    """The region's PNG bytes."""
    return base64.b64decode(region["mask_base64"])


def digest_of(data):
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
