"""Mean average precision as COCO defines it, with COCO's own code."""

import contextlib
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from ...contract.job import Job
from ...data.dataset import DatasetVersion
from ...data.regions import RegionRow
from ...models.detection import Found
from ..comparison import mean_of
from ..intervals import resampled_interval
from ..verdict import Measured, verdict
from .detection_matches import average_precisions, matches_of
from .detection_resampling import resampled_map50

MAX_PER_IMAGE = 100  # COCO's own limit
UNITS = 1000.0  # shares become "pixels"; sizes are not distinguished, so any unit works


def detection_metrics(
    rows: Sequence[RegionRow], found: Sequence[Found], concept_ids: Sequence[str]
) -> dict[str, Any]:
    """`heldOut` of metrics.json for the rows that `found` covers: count, map50, map, perConcept.
    None for what has no object."""
    return metrics_of_matches(matched(rows[: len(found)], found, len(concept_ids)), concept_ids)


def metrics_of_matches(
    matches: dict[str, np.ndarray], concept_ids: Sequence[str]
) -> dict[str, Any]:
    """As detection_metrics, from the matches of all images."""
    has_claims, per_concept = len(matches["score"]) > 0, []
    for place, concept_id in enumerate(concept_ids):
        precisions = average_precisions(matches, place) if has_claims else None
        ap50 = ap = None
        if precisions is not None:
            ap50, ap = float(precisions[0]), float(precisions.mean())
        count = int(matches["objects"][:, place].sum())
        per_concept.append({"conceptId": concept_id, "count": count, "ap50": ap50, "ap": ap})
    means = {"map50": mean_of(per_concept, "ap50"), "map": mean_of(per_concept, "ap")}
    return {"count": len(matches["objects"]), **means, "perConcept": per_concept}


def matched(
    rows: Sequence[RegionRow], found: Sequence[Found], concept_count: int
) -> dict[str, np.ndarray]:
    """The matches of the answers `found` with the rows' regions, as matches_of describes them."""
    truths = np.zeros((len(rows), concept_count), np.int64)
    for place, row in enumerate(rows):
        for region in row.regions:
            truths[place, list(region.positives)] += 1
    claims = [
        [(claim["category_id"], claim["score"]) for claim in claims_of(place, answer)]
        for place, answer in enumerate(found)
    ]
    return matches_of(evaluated(rows, found, concept_count), truths, claims, concept_count)


def evaluated(rows: Sequence[RegionRow], found: Sequence[Found], concept_count: int) -> Any:
    """A COCOeval whose answers are matched with the truth, or None without objects or answers."""
    truth = [
        entry(place, concept, region.box)
        for place, row in enumerate(rows)
        for region in row.regions
        for concept in region.positives
    ]
    claims = [claim for place, answer in enumerate(found) for claim in claims_of(place, answer)]
    if not truth or not claims:
        return None
    truth = [{**value, "id": n, "iscrowd": 0} for n, value in enumerate(truth, 1)]
    with contextlib.redirect_stdout(io.StringIO()):  # it prints tables
        coco = COCO()
        coco.dataset = {
            "images": [{"id": place} for place in range(len(rows))],
            "categories": [{"id": concept} for concept in range(concept_count)],
            "annotations": truth,
        }
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes(claims), "bbox")
        evaluation.evaluate()
    return evaluation


def entry(place: int, concept: int, box: np.ndarray | tuple[float, ...]) -> dict[str, Any]:
    """One box in COCO's form: [x, y, width, height]."""
    top, left, bottom, right = (float(side) * UNITS for side in box)
    sides = [left, top, right - left, bottom - top]
    return {"image_id": place, "category_id": concept, "bbox": sides, "area": sides[2] * sides[3]}


def claims_of(place: int, answer: Found) -> Iterator[dict[str, Any]]:
    """The best pairs of box and concept."""
    order = np.argsort(-answer.scores, axis=None, kind="stable")[:MAX_PER_IMAGE]
    for query, concept in zip(*np.unravel_index(order, answer.scores.shape), strict=True):
        claim = entry(place, int(concept), answer.boxes[query])
        yield {**claim, "score": float(answer.scores[query, concept])}


def trivial_answer(train_rows: tuple[RegionRow, ...], concept_count: int) -> Found:
    """An answer that ignores the image: each concept's mean box, as sure as it is frequent."""
    scores, boxes = np.zeros((concept_count, concept_count)), np.zeros((concept_count, 4))
    for concept in range(concept_count):
        marked = [r.box for row in train_rows for r in row.regions if concept in r.positives]
        if marked:
            boxes[concept] = np.mean(marked, axis=0)
            scores[concept, concept] = len(marked) / max(1, len(train_rows))
    return Found(scores, boxes)


def detection_report(
    job: Job, data: DatasetVersion, found: Sequence[Found], found_before: Sequence[Found]
) -> dict[str, Any]:
    """metrics.json without the times and the comparison with a parent. `found_before`, the answers
    before training, may cover more rows than `found` where a stop cut the evaluation short."""
    ids = [concept.id for concept in job.concepts]
    trivial = trivial_answer(data.train, len(ids))
    held_out = detection_metrics(data.test, found, ids)
    guessed = detection_metrics(data.test, [trivial] * held_out["count"], ids)
    untrained = detection_metrics(data.test, found_before[: len(found)], ids)
    return {
        "heldOut": held_out,
        "untrained": {name: untrained[name] for name in ("map50", "map")},
        "trivial": {name: guessed[name] for name in ("map50", "map")},
        "verdict": verdict(
            Measured(
                "mAP@.5",
                held_out["map50"],
                held_out["count"],
                map50_interval(data.test, found, len(ids), held_out["map50"]),
                guessed["map50"],
                "answering each concept's mean box",
                untrained["map50"] if len(found_before) >= len(found) else None,
            )
        ),
        "counts": data.counts,
    }


def map50_interval(
    rows: Sequence[RegionRow], found: Sequence[Found], concept_count: int, map50: float | None
) -> tuple[str, list[float]] | None:
    """(method, [low, high]) of a mAP@.5, None where there is none. Images are resampled."""
    if map50 is None:
        return None
    statistic = resampled_map50(evaluated(rows[: len(found)], found, concept_count))
    return resampled_interval(map50, statistic, len(found))
