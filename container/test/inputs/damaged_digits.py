"""Real digits of which a quarter is damaged, with masks of the damage, as manifest rows."""

import functools
import hashlib

from demo_data import demo_module

CONCEPTS = [{"id": "anomaly", "name": "Anomaly"}, {"id": "good", "name": "Good"}]


@functools.cache
def examples(count=600, seed=0):
    """[(id, PNG bytes, label, mask's PNG bytes or None)]."""
    return list(demo_module("anomalies").examples(count, seed))


def digest(data):
    """The name of an object."""
    return hashlib.sha256(data).hexdigest()


def write_objects(folder):
    """Writes every image and every mask below `folder` under its SHA-256."""
    for _, data, _, mask in examples():
        for content in filter(None, (data, mask)):
            (folder / digest(content)).write_bytes(content)


def rows(first=0, last=600, origin="new", train_anomalies=0):
    """Manifest rows of the examples from `first` up to `last`: each fifth normal one is held out,
    and every anomaly but the first `train_anomalies`, which stand in the train split."""
    made, normal, anomalous = [], 0, 0
    for name, data, _, mask in examples()[first:last]:
        if mask is None:
            normal += 1
            split = "test" if normal % 5 == 0 else "train"
            made.append(row(name, data, split, origin, [{"id": "good", "value": 1}], []))
            continue
        anomalous += 1
        labels = [{"id": "anomaly", "value": 1}]
        region = {"concepts": labels, "box": None, "polygon": None, "mask": digest(mask)}
        split = "train" if anomalous <= train_anomalies else "test"
        made.append(row(name, data, split, origin, labels, [region]))
    return made


def row(name, data, split, origin, labels, regions):
    """One manifest row."""
    facts = {"id": name, "object": digest(data), "text": None, "concepts": labels}
    return {**facts, "split": split, "origin": origin, "regions": regions}
