"""mAP at an overlap of 0.5 when images count another number of times: COCO's rule, from answers
that COCO's code has matched once."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

RECALLS = np.linspace(0.0, 1.0, 101)


def resampled_map50(evaluation: Any) -> Callable:
    """A function weights [images] -> mAP@.5 of the images of an evaluated COCOeval, each counted
    so many times; None where no image with an object counts."""
    image_count, area_count = len(evaluation.params.imgIds), len(evaluation.params.areaRng)
    concepts = []
    for place in range(len(evaluation.params.catIds)):
        first = place * area_count * image_count  # of "all", the first range of areas
        concepts.append(matches_of(evaluation.evalImgs[first : first + image_count]))

    def map50(weights: np.ndarray) -> float | None:
        found = [average_precision(concept, weights) for concept in concepts]
        measured = [value for value in found if value is not None]
        return float(np.mean(measured)) if measured else None

    return map50


def matches_of(images: Sequence[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(image, is right) of one concept's answers, the surest first, and its objects per image."""
    objects = np.array([len(image["gtIds"]) if image else 0 for image in images])
    answered = [(place, image) for place, image in enumerate(images) if image and image["dtIds"]]
    if not answered:
        return np.zeros(0, int), np.zeros(0, bool), objects
    scores = np.concatenate([image["dtScores"] for _, image in answered])
    right = np.concatenate([image["dtMatches"][0] > 0 for _, image in answered])
    places = np.concatenate([[place] * len(image["dtScores"]) for place, image in answered])
    order = np.argsort(-scores, kind="mergesort")
    return places[order], right[order], objects


def average_precision(matches: tuple[np.ndarray, ...], weights: np.ndarray) -> float | None:
    """COCO's average precision of one concept; None where no object of it counts. An answer that
    counts several times stands for as many in a row: precision at the last of them is what COCO's
    would be."""
    places, right, objects = matches
    total = (weights * objects).sum()
    if not total:
        return None
    counted = weights[places]
    hits, misses = np.cumsum(counted * right), np.cumsum(counted * ~right)
    precision = hits / np.maximum(hits + misses, np.finfo(float).eps)
    best_from_here = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(hits / total, RECALLS, side="left")
    return float(np.append(best_from_here, 0.0)[np.minimum(at, len(places))].mean())
