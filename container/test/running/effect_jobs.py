"""The smallest jobs of every recipe, on real data, in which a hyperparameter can show that it does
something."""

import hashlib
import io
import json
import shutil
from pathlib import Path

import damaged_digits
import digits
import scenes
from jobs import digests_of, failure_of, start_job, training_alone, write_job
from pair_rows import pair_rows
from PIL import Image
from texts import TOPICS, text_rows

DIGITS = digits.concepts(range(10))
TEXTS = [{"id": topic, "name": topic} for topic in TOPICS[:2]]
# recipe -> (small architecture, hyperparameters)
BASES = {
    "visual_classifier": (
        "resnet-small",
        {"image_size": 8, "num_epochs": 2, "batch_size": 16, "per_item_lrate": 6e-5},
    ),
    "visual_detector": ("detr-small", {"image_size": [32], "num_epochs": 1, "batch_size": 2}),
    "visual_segmenter": ("segformer-small", {"image_size": 32, "num_epochs": 1, "batch_size": 2}),
    "visual_embedder": (
        "resnet-small",
        {"image_size": 8, "num_epochs": 2, "batch_size": 16, "embeddings_size": 8},
    ),
    "visual_anomaly_heatmap": (
        "resnet-small",
        {"image_size": 32, "coreset_sampling_ratio": 0.2, "pretext_epochs": 1},
    ),
    "text_classifier": ("bert-small", {"trainer_config": {"num_train_epochs": 1}}),
    "text_to_text": (
        "gpt-small",
        {"trainer_config": {"num_train_epochs": 1}, "max_new_tokens": 2},
    ),
}


# Rows to train on: as few as possible, and enough for a tenth to choose the best epoch.
FEW, MANY = "few", "many"


class EffectJobs:
    """Tiny jobs of one recipe below `folder`, on the same few rows or on the same many."""

    def __init__(self, recipe, folder):
        self.recipe, self.folder = recipe, Path(folder)
        self.small, self.base = BASES[recipe]
        self.objects = self.folder / "objects"
        self.objects.mkdir()
        self.rows = {FEW: ROWS[recipe](self.objects)}
        self.base_model = None  # an export that `hub:` jobs start from
        self.outcomes = {}  # root of a job that ran -> what it ended with

    def root_of(self, hyperparameters, is_pretrained=False, amount=FEW):
        """Writes a job with these hyperparameters, once, and returns its root."""
        facts = json.dumps([hyperparameters, is_pretrained, amount], sort_keys=True)
        root = self.folder / hashlib.sha256(facts.encode()).hexdigest()[:16]
        if root in self.outcomes or root.exists():
            return root
        base_model = "hub:someone/base" if is_pretrained else f"config:{self.small}"
        job = {"recipe": self.recipe, "modelType": self.recipe.replace("_", "-")}
        job["baseModel"] = base_model
        if amount not in self.rows:
            self.rows[amount] = ROWS[self.recipe](self.objects, MANY_ROWS.get(self.recipe, 110))
        rows, concepts = self.rows[amount]
        write_job(root, rows, concepts, hyperparameters, self.objects, **job)
        if is_pretrained:
            (root / "input/data/base-model").symlink_to(self.base_model)
        return root

    def run(self, roots):
        """Runs what has not run yet, two at a time; a job may fail. Of each is kept what it ended
        with: models of two hundred jobs would be two gigabytes."""
        waiting = [root for root in dict.fromkeys(roots) if root not in self.outcomes]
        for pair in zip(waiting[::2], [*waiting[1::2], None], strict=False):
            running = [(root, start_job(root, training_alone)) for root in pair if root]
            for root, process in running:
                process.join()
                self.outcomes[root] = outcome_of(root)
                shutil.rmtree(root)


def outcome_of(root):
    """What a hyperparameter may change: the weights, what predictions read beside them, the number
    of steps, the epoch that is kept and why, the held-out metrics; of a job that failed, its code.
    """
    if (root / "output/failure").exists():
        return failure_of(root)["code"]
    export = root / "checkpoints/export"
    metrics = json.loads((export / "metrics.json").read_text())
    config = json.loads((export / "config.json").read_text())
    files = digests_of(export)
    learned = {n: d for n, d in files.items() if n.endswith(".safetensors") or n == "anomaly.json"}
    read = [config.get(name) for name in ("max_new_tokens", "average_horizontal_flips")]
    facts = [learned, read, metrics["steps"], metrics["bestEpoch"], metrics["heldOut"]]
    return json.dumps(facts, sort_keys=True)


# An embedder keeps a fifth of its concepts unseen.
MANY_ROWS = {"visual_embedder": 150}


def digit_rows(store, count=48):
    """`count` digits to train on, 24 held out."""
    digits.write_objects(store)
    return digits.rows(count, 24), DIGITS


def scene_rows(store, count=6):
    """`count` scenes to train on and 2 held out, four times as wide as high."""
    chosen = scenes.rows(count, 2, shapes=("box",))
    images = {scenes.digest_of(scenes.image_of(s)): scenes.image_of(s) for s in scenes.scenes()}
    for row in chosen:
        wide = io.BytesIO()
        Image.open(io.BytesIO(images[row["object"]])).resize((256, 64)).save(wide, "PNG")
        row["object"] = scenes.digest_of(wide.getvalue())
        (store / row["object"]).write_bytes(wide.getvalue())
    return chosen, scenes.concepts()


def anomaly_rows(store):
    """40 digits, a quarter of them damaged."""
    damaged_digits.write_objects(store)
    return damaged_digits.rows(0, 40), damaged_digits.CONCEPTS


def passage_rows(store, count=24):
    """Passages of two topics, `count` to train on and 8 held out."""
    del store  # texts need none
    rows = {split: [] for split in ("train", "test")}
    for row in text_rows(TOPICS[:2]):
        rows[row["split"]].append(row)
    return [*spread(rows["train"], count), *spread(rows["test"], 8)], TEXTS


def spread(rows, count):
    """`count` evenly spaced ones."""
    return [rows[place * len(rows) // count] for place in range(count)]


def completion_rows(store, count=24):
    """Pairs of a prompt and its completion, `count` to train on, and each fifth held out."""
    del store
    return pair_rows(max_rows=count * 5 // 4), []


ROWS = {
    "visual_classifier": digit_rows,
    "visual_detector": scene_rows,
    "visual_segmenter": scene_rows,
    "visual_embedder": digit_rows,
    "visual_anomaly_heatmap": anomaly_rows,
    "text_classifier": passage_rows,
    "text_to_text": completion_rows,
}
