"""The small jobs of the training benchmark, on the tests' and the demo's real data."""

import hashlib
from pathlib import Path
from typing import Any

import digits
import scenes
from demo_data import demo_module
from jobs import write_job
from pair_rows import pair_rows
from texts import TOPICS, text_rows

SMALL_IMAGES = {"image_size": [16], "batch_size": 32, "num_epochs": 4, "per_item_lrate": 3e-5}


def write_bench_job(recipe: str, root: Path) -> bool:
    """Writes the job of `recipe` below `root`; False where there is none."""
    if recipe not in JOBS:
        return False
    root.mkdir(parents=True)
    JOBS[recipe](root)
    return True


def visual_classifier(root: Path) -> None:
    """800 digits, 100 steps."""
    write_digits_job(root)


def write_digits_job(root: Path, **job: Any) -> None:
    """A job on 800 digits."""
    store = Store(root)
    digits.write_objects(store.folder)
    rows = digits.rows(train=800, test=100)
    write_job(root, rows, digits.concepts(range(10)), SMALL_IMAGES, store.folder, **job)


def text_classifier(root: Path) -> None:
    """The passages of four topics, about 100 steps."""
    concepts = [{"id": topic, "name": topic} for topic in TOPICS]
    job = {"modelType": "text-classifier", "recipe": "text_classifier"}
    settings = {"batch_size": 16, "num_epochs": 5, "lrate": 2e-3}
    write_job(root, text_rows(TOPICS), concepts, settings, baseModel="config:bert-small", **job)


def text_to_text(root: Path) -> None:
    """400 pairs, 100 steps."""
    job = {"modelType": "text-to-text", "recipe": "text_to_text", "baseModel": "config:gpt-small"}
    settings = {"batch_size": 16, "num_epochs": 5, "lrate": 2e-3, "max_new_tokens": 12}
    write_job(root, pair_rows(max_rows=400), [], settings, **job)


def visual_detector(root: Path) -> None:
    """96 scenes of digits, 60 steps."""
    write_scenes_job(root, "detector", "config:detr-small", ("box",))


def visual_segmenter(root: Path) -> None:
    """96 scenes of digits, 60 steps."""
    write_scenes_job(root, "segmenter", "config:segformer-small", ("mask",))


def write_scenes_job(root: Path, kind: str, base_model: str, shapes: tuple[str, ...]) -> None:
    """The job of a visual-`kind` on scenes of digits."""
    store = Store(root)
    scenes.write_objects(store.folder)
    job = {"modelType": f"visual-{kind}", "recipe": f"visual_{kind}", "baseModel": base_model}
    settings = {"image_size": [64], "batch_size": 8, "num_epochs": 5, "lrate": 1e-3}
    rows = scenes.rows(96, 16, shapes=shapes)
    write_job(root, rows, scenes.concepts(), settings, store.folder, **job)


def visual_embedder(root: Path) -> None:
    """800 digits, 100 steps."""
    job = {"modelType": "visual-embedder", "recipe": "visual_embedder"}
    write_digits_job(root, **job)


def visual_anomaly_heatmap(root: Path) -> None:
    """400 digits, a quarter of them damaged."""
    store = Store(root)
    rows = []
    for place, (name, image, label, mask) in enumerate(demo_module("anomalies").examples(400, 0)):
        labels, regions = [{"id": label, "value": 1}], []
        if mask:
            regions = [{"concepts": labels, "box": None, "polygon": None, "mask": store.add(mask)}]
        facts = {"id": name, "object": store.add(image), "text": None, "concepts": labels}
        split = "test" if place % 4 > 1 else "train"
        rows.append({**facts, "regions": regions, "split": split, "origin": "new"})
    job = {"modelType": "visual-anomaly-heatmap", "recipe": "visual_anomaly_heatmap"}
    concepts = [{"id": name, "name": name} for name in ("normal", "anomaly")]
    write_job(root, rows, concepts, {"image_size": [64]}, store.folder, **job)


class Store:
    """An object store below `root`."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "store"
        self.folder.mkdir()

    def add(self, data: bytes) -> str:
        """The SHA-256 under which `data` is kept."""
        digest = hashlib.sha256(data).hexdigest()
        (self.folder / digest).write_bytes(data)
        return digest


EXISTING = [visual_classifier, visual_detector, visual_segmenter, visual_embedder]
JOBS = {
    job.__name__: job for job in [*EXISTING, visual_anomaly_heatmap, text_classifier, text_to_text]
}
