"""The small jobs of the training benchmark, on the tests' and the demo's real data."""

import digits
import scenes
from jobs import write_job
from pair_rows import pair_rows
from texts import TOPICS, text_rows

SMALL_IMAGES = {"image_size": [16], "batch_size": 32, "num_epochs": 4, "per_item_lrate": 3e-5}


def write_bench_job(recipe, root):
    """Writes the job of `recipe` below `root`; False where there is none."""
    if recipe not in JOBS:
        return False
    root.mkdir(parents=True)
    JOBS[recipe](root)
    return True


def visual_classifier(root):
    """800 digits, 100 steps."""
    objects = root / "store"
    objects.mkdir()
    digits.write_objects(objects)
    rows = digits.rows(train=800, test=100)
    write_job(root, rows, digits.concepts(range(10)), SMALL_IMAGES, objects)


def text_classifier(root):
    """The passages of four topics, about 100 steps."""
    concepts = [{"id": topic, "name": topic} for topic in TOPICS]
    job = {"modelType": "text-classifier", "recipe": "text_classifier"}
    settings = {"batch_size": 16, "num_epochs": 5, "lrate": 2e-3}
    write_job(root, text_rows(TOPICS), concepts, settings, baseModel="config:bert-small", **job)


def text_to_text(root):
    """400 pairs, 100 steps."""
    job = {"modelType": "text-to-text", "recipe": "text_to_text", "baseModel": "config:gpt-small"}
    settings = {"batch_size": 16, "num_epochs": 5, "lrate": 2e-3, "max_new_tokens": 12}
    write_job(root, pair_rows(most=400), [], settings, **job)


def visual_detector(root):
    """96 scenes of digits, 60 steps."""
    write_scenes_job(root, "detector", "config:detr-small", ("box",))


def visual_segmenter(root):
    """96 scenes of digits, 60 steps."""
    write_scenes_job(root, "segmenter", "config:segformer-small", ("mask",))


def write_scenes_job(root, kind, base_model, shapes):
    """The job of a visual-`kind` on scenes of digits."""
    objects = root / "store"
    objects.mkdir()
    scenes.write_objects(objects)
    job = {"modelType": f"visual-{kind}", "recipe": f"visual_{kind}", "baseModel": base_model}
    settings = {"image_size": [64], "batch_size": 8, "num_epochs": 5, "lrate": 1e-3}
    rows = scenes.rows(96, 16, shapes=shapes)
    write_job(root, rows, scenes.concepts(), settings, objects, **job)


EXISTING = (visual_classifier, visual_detector, visual_segmenter, text_classifier, text_to_text)
JOBS = {job.__name__: job for job in EXISTING}
