"""Small random ground truths and predictions as JSON, with what the trainer's own functions measure of them: the judge of core/evaluation.

Prints {detection, segmentation, retrieval, anomaly, generation: [case, ...], masks, resized, polygons}. A case has manifest `rows`, `predictions` as
the container's server words them, `concepts`, and the trainer's `report`; `objects` are bytes in base64 by digest.
"""

import base64
import hashlib
import io
import json
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[3] / "container"))

from deeptune_trainer.data.anomaly_data import anomalous_pixels_of, usable_anomaly_row
from deeptune_trainer.data.region_shapes import (
    box_of_mask,
    decode_mask,
    encode_mask,
    polygon_mask,
    resized_mask,
)
from deeptune_trainer.data.regions import RegionRow, usable_region_row
from deeptune_trainer.metrics.anomaly.anomaly_judgement import Judgement
from deeptune_trainer.metrics.anomaly.anomaly_report import report as anomaly_report
from deeptune_trainer.metrics.regions.detection_metrics import detection_metrics
from deeptune_trainer.metrics.regions.segmentation_metrics import segmentation_metrics
from deeptune_trainer.metrics.retrieval import hits_of
from deeptune_trainer.metrics.retrieval_report import Questions
from deeptune_trainer.metrics.text.text_metrics import text_scores
from deeptune_trainer.models.detection import Found
from deeptune_trainer.models.patchcore.calibration import calibrated
from deeptune_trainer.models.segmentation import SegmentationInputs, confusion

MARKED = ("a", "b", "c")
# The last one is predicted and never there.
CONCEPTS = [{"id": name, "name": name.upper()} for name in (*MARKED, "never")]
IDS = [concept["id"] for concept in CONCEPTS]
INDEX = {concept: place for place, concept in enumerate(IDS)}
EXTRAS = ("d", "normal")  # what the versions do not know


class Store:
    """Objects by digest, in a folder as the trainer reads them."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def object(self, digest):
        return self.folder / digest

    def add(self, data):
        digest = hashlib.sha256(data).hexdigest()
        self.object(digest).write_bytes(data)
        return digest

    def all(self):
        files = self.folder.iterdir()
        return {file.name: text_of(file.read_bytes()) for file in files}


def text_of(data):
    return base64.b64encode(data).decode()


def png(array):
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "PNG")
    return buffer.getvalue()


def image(chance):
    """Bytes of an image and its (width, height)."""
    width, height = (int(side) for side in chance.randint(20, 60, 2))
    return png(chance.randint(0, 256, (height, width, 3)).astype(np.uint8)), (
        width,
        height,
    )


def box(chance):
    """Sides in sixteenths: some boxes then overlap by exactly a half."""
    top, left = chance.randint(0, 9, 2) / 16
    height, width = chance.randint(3, 8, 2) / 16
    return [float(side) for side in (top, left, top + height, left + width)]


def blob(chance):
    """A mask in a size of its own."""
    height, width = (int(side) for side in chance.randint(15, 50, 2))
    mask = np.zeros((height, width), dtype=bool)
    top, left = chance.randint(0, height - 8), chance.randint(0, width - 8)
    mask[top : top + 7, left : left + 7] = chance.rand(7, 7) < 0.8
    mask[top, left] = True
    return mask


def region(chance, store, shapes, concepts):
    """A region of some shape with one concept, now and then two."""
    shape = shapes[chance.randint(len(shapes))]
    many = 2 if len(concepts) > 1 and chance.rand() < 0.2 else 1
    named = chance.choice(concepts, many, replace=False)
    made = {"box": None, "polygon": None, "mask": None}
    made["concepts"] = [{"id": str(name), "value": 1} for name in named]
    if shape == "box":
        made["box"] = box(chance)
    elif shape == "polygon":
        made["polygon"] = chance.rand(chance.randint(3, 7), 2).tolist()
    else:
        made["mask"] = store.add(encode_mask(blob(chance)))
    return made


def entry(number, digest, regions, concepts=()):
    fields = {"object": digest, "text": None, "split": "test", "origin": "new"}
    return {
        "id": f"row-{number}",
        **fields,
        "concepts": list(concepts),
        "regions": regions,
    }


def marked_entries(chance, store, shapes, count=14):
    """Manifest entries with their sizes: most with regions, some background, some of no use."""
    entries, sizes = [], []
    for number in range(count):
        data, size = image(chance)
        many = chance.randint(0, 4)
        regions = [
            region(chance, store, shapes, [*MARKED, EXTRAS[0]]) for _ in range(many)
        ]
        denied = [{"id": "a", "value": 0}] if chance.rand() < 0.7 else []
        entries.append(entry(number, store.add(data), regions, denied))
        sizes.append(size)
    return entries, sizes


def usable(entries, store):
    """[(place, row)] of what the trainer takes."""
    rows = [usable_region_row(each, INDEX, store, "image", False) for each in entries]
    return [
        (place, row) for place, row in enumerate(rows) if isinstance(row, RegionRow)
    ]


def detection(seed, store):
    chance = np.random.RandomState(seed)
    entries, _ = marked_entries(chance, store, ("box", "box", "polygon", "mask"))
    chosen = usable(entries, store)
    found, predictions = [], {}
    for place, row in chosen:
        near = [np.array(r.box) + chance.normal(0, 0.02, 4) for r in row.regions]
        apart = [np.array(r.box) + chance.randint(-1, 2, 4) / 16 for r in row.regions]
        boxes = np.array(
            [*near, *apart, *[box(chance) for _ in range(chance.randint(1, 50))]]
        )
        scores = np.round(chance.rand(len(boxes), len(IDS)), 2)  # many are equal
        for query, r in enumerate(row.regions):
            scores[query, r.positives[0]] = 0.5 + chance.rand() / 2
        found.append(Found(scores, boxes))
        predictions[entries[place]["id"]] = {
            "regions": [
                {
                    "box": b.tolist(),
                    "mask_base64": None,
                    "value": s.max(),
                    "concepts": valued(s),
                }
                for s, b in zip(scores, boxes, strict=True)
            ]
        }
    report = detection_metrics([row for _, row in chosen], found, IDS)
    return case(entries, predictions, CONCEPTS, report)


def valued(scores):
    return [{**c, "value": float(s)} for c, s in zip(CONCEPTS, scores, strict=True)]


def case(rows, predictions, concepts, report, **more):
    return {
        "rows": rows,
        "predictions": predictions,
        "concepts": concepts,
        "report": report,
        **more,
    }


def segmentation(seed, store):
    chance = np.random.RandomState(seed)
    entries, sizes = marked_entries(chance, store, ("box", "mask"))
    matrices, predictions = [], {}
    for place, row in usable(entries, store):
        width, height = sizes[place]
        truth = (
            SegmentationInputs([row], store, None).labels(row, height, width).numpy()
        )
        is_wrong = chance.rand(height, width) < 0.2
        predicted = np.where(
            is_wrong, chance.randint(0, len(IDS) + 1, truth.shape), truth
        )
        matrices.append(confusion(truth, predicted, len(IDS) + 1))
        regions = [segment(predicted == n, c) for n, c in enumerate(CONCEPTS, 1)]
        predictions[entries[place]["id"]] = {
            "regions": [each for each in regions if each]
        }
    return case(entries, predictions, CONCEPTS, segmentation_metrics(matrices, IDS))


def segment(mask, concept):
    if not mask.any():
        return None
    shape = {"box": box_of_mask(mask), "mask_base64": text_of(encode_mask(mask))}
    return {**shape, "concepts": [{**concept, "value": 0.9}], "value": 0.9}


def retrieval(seed, unseen, noise=1.5):
    chance = np.random.RandomState(seed)
    targets = chance.rand(40, len(IDS)) < 0.35
    targets[:, -1] = False
    centres = chance.normal(0, 1, (len(IDS), 8))
    embeddings = (targets @ centres + chance.normal(0, noise, (40, 8))).astype(
        np.float32
    )
    rows, predictions = [], {}
    for number, (target, embedding) in enumerate(zip(targets, embeddings, strict=True)):
        labels = [{"id": c, "value": int(v)} for c, v in zip(IDS, target, strict=True)]
        rows.append(entry(number, "0" * 64, [], labels))
        predictions[f"row-{number}"] = {"embeddings": [embedding.tolist()]}
    job = SimpleNamespace(concepts=[SimpleNamespace(**concept) for concept in CONCEPTS])
    report = Questions(job, targets, unseen).held_out(hits_of(embeddings, targets))
    return case(rows, predictions, CONCEPTS, report, unseen=unseen)


def anomaly(seed, store):
    chance = np.random.RandomState(seed)
    entries, sizes, predictions = [], [], {}
    calibration = {"image": {"typical": 0.4, "threshold": 0.6}}
    for number in range(20):
        data, size = image(chance)
        kind = chance.randint(4)
        regions = [
            region(chance, store, ("box", "mask"), ["a"])
            for _ in range(kind if kind < 3 else 0)
        ]
        label = {0: "normal", 3: "b"}.get(kind)  # 3: anomalous, nobody says where
        labels = [{"id": label, "value": 1}] if label else []
        entries.append(entry(number, store.add(data), regions, labels))
        sizes.append(size)
    rows = [usable_anomaly_row(each, {"normal", "good"}, store) for each in entries]
    judgement = Judgement(rows)
    for row, size in zip(rows, sizes, strict=True):
        anomalous_pixels = anomalous_pixels_of(row, store, size)
        heat = chance.randint(0, 200, size[::-1]).astype(np.uint8)
        if anomalous_pixels is not None:
            heat[anomalous_pixels] += 50
        judgement.scores.append(
            float(np.round(chance.rand() + 0.3 * (not row.is_normal), 2))
        )
        judgement.pixels.append(heat.flatten())
        judgement.anomalous_pixels.append(
            None if anomalous_pixels is None else anomalous_pixels.flatten()
        )
        value = float(calibrated(judgement.scores[-1], calibration["image"]))
        answer = [("a", value), ("normal", 1 - value)]
        predictions[row.id] = {
            "heatmap_base64": text_of(png(heat)),
            "concepts": [{"id": name, "name": name, "value": v} for name, v in answer],
        }
    report = anomaly_report(judgement, judgement, judgement, calibration, {})["heldOut"]
    return case(entries, predictions, CONCEPTS, report)


def generation(seed):
    chance = np.random.RandomState(seed)
    words = ["Straße", "İzmir", "one", "ONE", "two", "\u00e9", "10", "one,", "Σ"]
    gaps = [" ", "  ", "\n", "\t", "\u00a0", "\u2003", "\x1f", "\u3000"]

    def text():
        chosen = chance.choice(words, chance.randint(1, 9))
        return "".join(word + gaps[chance.randint(len(gaps))] for word in chosen)

    expected = [text() for _ in range(30)]
    written = [one if chance.rand() < 0.3 else text() for one in expected]
    written[0], written[1] = "", expected[1].strip() + " \n"
    rows = [
        {**entry(n, None, []), "text": f"prompt {n}", "target": target}
        for n, target in enumerate(expected)
    ]
    likelihood = SimpleNamespace(
        tokens=np.zeros(30), loss=np.zeros(30), token_accuracy=None
    )
    report = text_scores(likelihood, written, expected)
    predictions = {f"row-{n}": {"text": one} for n, one in enumerate(written)}
    return case(rows, predictions, [], report)


def masks(chance):
    """PNGs of every mode that Pillow writes, with what the trainer takes for marked."""
    made = []
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        for bits in (None, 1, 2, 4) if mode == "P" else (None,):
            width, height = (int(side) for side in chance.randint(3, 40, 2))
            values = chance.randint(0, 3, (height, width)).astype(np.uint8)
            picture = Image.fromarray(values % 2 if bits == 1 else values, "L")
            picture = (
                picture.point(lambda v: 255 * (v > 0), "1") if mode == "1" else picture
            )
            if mode == "P":
                picture.putpalette([n % 256 for n in range(768)])
            elif mode == "I;16":
                picture = Image.fromarray(values.astype(np.uint16) * 200)
            elif mode not in ("1", "L"):
                picture = picture.convert(mode)
            buffer = io.BytesIO()
            picture.save(buffer, "PNG", **({"bits": bits} if bits else {}))
            bitmap = decode_mask(buffer.getvalue())
            made.append(
                {
                    "mode": f"{mode} {bits}",
                    "png": text_of(buffer.getvalue()),
                    **pixels(bitmap),
                }
            )
    return made


def pixels(bitmap):
    height, width = bitmap.shape
    return {
        "width": width,
        "height": height,
        "bits": bitmap.astype(int).flatten().tolist(),
    }


def resizings(chance):
    made = []
    for _ in range(20):
        mask = chance.rand(*chance.randint(2, 70, 2)) < 0.5
        width, height = (int(side) for side in chance.randint(2, 70, 2))
        made.append(
            {
                "png": text_of(encode_mask(mask)),
                **pixels(resized_mask(mask, width, height)),
            }
        )
    return made


def polygons(chance):
    made = []
    for _ in range(60):
        points = chance.rand(chance.randint(3, 8), 2).tolist()
        width, height = (int(side) for side in chance.randint(20, 150, 2))
        made.append({"points": points, **pixels(polygon_mask(points, width, height))})
    return made


def main():
    with tempfile.TemporaryDirectory() as folder:
        store, chance = Store(folder), np.random.RandomState(7)
        judged = {
            "detection": [detection(seed, store) for seed in range(4)],
            "segmentation": [segmentation(seed, store) for seed in range(4)],
            "retrieval": [
                retrieval(seed, unseen)
                for seed, unseen in enumerate(([], ["b"], ["a", "c"]))
            ],
            "anomaly": [anomaly(seed, store) for seed in range(4)],
            "generation": [generation(seed) for seed in range(3)],
            "masks": masks(chance),
            "resized": resizings(chance),
            "polygons": polygons(chance),
        }
        print(json.dumps({**judged, "objects": store.all()}))


if __name__ == "__main__":
    main()
