"""The demo's real data as manifest rows: what is there first, and what comes later."""

import base64
import hashlib
import io
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo_data import demo_module
from jobs import whole_job

Rows = list[dict[str, Any]]
SEED = 0
SECONDS = "processor-seconds"


@dataclass(frozen=True)
class Stream:
    """A model type's `rows` below an object store, of which `later` are the ids of what comes
    later; `job`: fields of job.json; `settings`: its template's."""

    job: dict[str, Any]
    settings: dict[str, Any]
    make: Callable[[Path], tuple[Rows, set[str]]]
    epochs: str = "num_epochs"


def stored(folder: Path, data: bytes) -> str:
    """Keeps an object; its digest."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / digest).write_bytes(data)
    return digest


def row(name: str, **fields: Any) -> dict[str, Any]:
    """A manifest row; each fifth, by its id, is held out."""
    fifth = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5
    facts: dict[str, Any] = {"id": name, "object": None, "text": None, "concepts": []}
    return {**facts, "split": "train" if fifth else "test", "origin": "new", **fields}


def labelled(*names: str) -> list[dict[str, Any]]:
    """Concepts of a row or a region."""
    return [{"id": name, "value": 1} for name in names]


def scenes(folder: Path) -> tuple[Rows, set[str]]:
    """Scenes of up to four digits; those with a 3 come later."""
    rows: Rows = []
    for scene in demo_module("scenes").scenes(300, SEED, (0, 1, 2, 3)):
        regions = [
            {
                "concepts": labelled(region["concept"]),
                "box": region["box"],
                "polygon": None,
                "mask": stored(folder, base64.b64decode(region["mask_base64"])),
            }
            for region in scene["regions"]
        ]
        names = sorted({region["concept"] for region in scene["regions"]})
        picture = stored(folder, base64.b64decode(scene["base64"]))
        rows.append(row(scene["id"], object=picture, concepts=labelled(*names), regions=regions))
    return rows, {r["id"] for r in rows if any(c["id"] == "digit-3" for c in r["concepts"])}


def numbers(folder: Path) -> tuple[Rows, set[str]]:
    """Numbers of two digits; those that begin with a 4 or a 9 come later."""
    rows: Rows = []
    for place, (number, image) in enumerate(demo_module("two_digits").examples(seed=1)):
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        concepts = labelled(f"number-{number}")
        picture = stored(folder, buffer.getvalue())
        rows.append(row(f"number-{place:04}", object=picture, concepts=concepts))
    return rows, {r["id"] for r in rows if r["concepts"][0]["id"][7] in "49"}


def anomalies(folder: Path) -> tuple[Rows, set[str]]:
    """Digits of which a quarter is damaged; those of 7, 8 and 9 come later."""
    rows: Rows = []
    for name, data, label, mask in demo_module("anomalies").examples(500, SEED):
        region = {"concepts": labelled(label), "box": None, "polygon": None}
        regions = [] if mask is None else [{**region, "mask": stored(folder, mask)}]
        made = row(name, object=stored(folder, data), concepts=labelled(label), regions=regions)
        rows.append(made if mask is None else {**made, "split": "test"})
    return rows, {r["id"] for place, r in enumerate(rows) if place % 3 == 2}


def pairs(folder: Path) -> tuple[Rows, set[str]]:
    """Characters by name with their kind; symbols, punctuation and marks come later."""
    made = demo_module("pairs")
    first, later = ("Nd", "Nl", "No", "Lu", "Ll"), ("Sm", "So", "Sc", "Sk", "Po", "Mn")
    rows = [row(p["id"], text=p["prompt"], target=p["completion"]) for p in made.pairs(first)]
    new = [row(p["id"], text=p["prompt"], target=p["completion"]) for p in made.pairs(later)]
    return rows + new, {r["id"] for r in new}


def concepts_of(rows: Rows) -> list[dict[str, str]]:
    """[{id, name}] of all that the rows have, in order."""
    names = sorted({concept["id"] for each in rows for concept in each["concepts"]})
    return [{"id": name, "name": name} for name in names]


def replayed(rows: Rows, percent: float = 40, least: int = 20) -> Rows:
    """So many of the rows for training to be learnt again, at least `least` of each concept, as the
    service chooses them where no exemplars are known (core/training/replay.ts)."""
    learnt = [each for each in rows if each["split"] == "train"]
    learnt.sort(key=lambda each: hashlib.sha256(each["id"].encode()).hexdigest())
    having: dict[str, Rows] = {}
    for each in learnt:
        for name in [concept["id"] for concept in each["concepts"]] or [""]:
            having.setdefault(name, []).append(each)
    chosen: dict[str, dict[str, Any]] = {}
    for some in sorted(having.values(), key=len):  # the rarest first
        missing = least - sum(each["id"] in chosen for each in some)
        fresh = [each for each in some if each["id"] not in chosen]
        chosen |= {each["id"]: each for each in fresh[: max(0, missing)]}
    left = [each for each in learnt if each["id"] not in chosen]
    more = math.ceil(len(learnt) * percent / 100) - len(chosen)
    return [{**each, "origin": "replay"} for each in [*chosen.values(), *left[: max(0, more)]]]


def timed_job() -> int:
    """What train.py does; leaves the processor's seconds for it beside its log."""
    code: int = whole_job()
    used = os.times()
    seconds = used.user + used.system + used.children_user + used.children_system
    Path(os.environ["DEEPTUNE_ML_ROOT"], SECONDS).write_text(str(seconds), encoding="ascii")
    return code


STREAMS = {
    "visual-detector": Stream(
        {"recipe": "visual_detector", "baseModel": "config:detr-small"},
        {"image_size": [64], "batch_size": 8, "num_epochs": 15, "per_item_lrate": 0.00025},
        scenes,
    ),
    "visual-segmenter": Stream(
        {"recipe": "visual_segmenter", "baseModel": "config:segformer-small"},
        {"image_size": [64], "batch_size": 8, "num_epochs": 20, "per_item_lrate": 0.000375},
        scenes,
    ),
    "visual-embedder": Stream(
        {"recipe": "visual_embedder", "baseModel": "config:resnet-small"},
        {
            "image_size": 32,
            "batch_size": 32,
            "num_epochs": 28,
            "early_stopping_patience": 10,
            "per_item_lrate": 0.00009375,
            "embeddings_size": 64,
            "angular_margin": 0.2,
            "angular_scale": 16,
            "shift": 0.125,
        },
        numbers,
    ),
    "visual-anomaly-heatmap": Stream(
        {"recipe": "visual_anomaly_heatmap", "baseModel": "config:resnet-small"},
        {
            "image_size": [64],
            "coreset_sampling_ratio": 0.01,
            "num_neighbors": 9,
            "pretext_epochs": 8,
            "lrate": 0.004,
            "batch_size": 16,
        },
        anomalies,
        epochs="pretext_epochs",
    ),
    "text-to-text": Stream(
        {"recipe": "text_to_text", "baseModel": "config:gpt-small"},
        {"num_epochs": 5, "batch_size": 16, "per_item_lrate": 0.000125, "max_new_tokens": 24},
        pairs,
    ),
}
