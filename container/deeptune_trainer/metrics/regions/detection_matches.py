"""A detector's boxes, matched with the truth image by image by COCO's own code and kept as a few
numbers each, so that precision can be computed over any number of images."""

from collections.abc import Sequence
from typing import Any

import numpy as np

RECALLS = np.linspace(0.0, 1.0, 101)
OVERLAPS = 10  # 0.5 to 0.95


def matches_of(
    evaluation: Any,
    truths: np.ndarray,
    claims: Sequence[Sequence[tuple[int, float]]],
    concept_count: int,
) -> dict[str, np.ndarray]:
    """{objects int64 [images, concepts], image, concept int64 [m], score float64 [m], right bool
    [m, 10 overlaps]} of the m claims, in the order of the images.

    `evaluation`: a COCOeval after evaluate(), None where there is nothing to match; `truths`,
    `claims`: per image how many objects each concept has, and (concept, score) of its claims.
    """
    if evaluation is None:
        return columns_of(truths, unmatched(claims))
    image_count, area_count = len(truths), len(evaluation.params.areaRng)
    parts = []
    for concept in range(concept_count):
        first = concept * area_count * image_count  # of "all", the first range of areas
        for image, result in enumerate(evaluation.evalImgs[first : first + image_count]):
            if result and len(result["dtIds"]):
                right = (np.asarray(result["dtMatches"]) > 0).T
                parts.append((image, concept, np.asarray(result["dtScores"], float), right))
    return columns_of(truths, parts)


def unmatched(
    claims: Sequence[Sequence[tuple[int, float]]],
) -> list[tuple[int, int, np.ndarray, np.ndarray]]:
    """(image, concept, scores, right) of claims that cannot be right."""
    parts = []
    for image, pairs in enumerate(claims):
        for concept in sorted({concept for concept, _ in pairs}):
            scores = np.array([score for other, score in pairs if other == concept], float)
            parts.append((image, concept, scores, np.zeros((len(scores), OVERLAPS), bool)))
    return parts


def columns_of(
    truths: np.ndarray, parts: Sequence[tuple[int, int, np.ndarray, np.ndarray]]
) -> dict[str, np.ndarray]:
    """The columns of matches_of from (image, concept, scores, right) of each image and concept."""
    parts = sorted(parts, key=lambda part: part[:2])
    counts = [len(scores) for _, _, scores, _ in parts]
    return {
        "objects": truths,
        "image": np.repeat(np.array([part[0] for part in parts], np.int64), counts),
        "concept": np.repeat(np.array([part[1] for part in parts], np.int64), counts),
        "score": np.concatenate([np.zeros(0), *(part[2] for part in parts)]),
        "right": np.concatenate([np.zeros((0, OVERLAPS), bool), *(part[3] for part in parts)]),
    }


def average_precisions(matches: dict[str, np.ndarray], concept: int) -> np.ndarray | None:
    """COCO's average precision of one concept at each of its ten overlaps, [10]; None where no
    image has such an object."""
    total = int(matches["objects"][:, concept].sum())
    if not total:
        return None
    chosen = np.flatnonzero(matches["concept"] == concept)
    order = chosen[np.argsort(-matches["score"][chosen], kind="mergesort")]
    right = matches["right"][order]
    hits = np.cumsum(right, axis=0, dtype=float)
    precision = hits / (hits + np.cumsum(~right, axis=0, dtype=float) + np.spacing(1))
    best_from_here = np.maximum.accumulate(precision[::-1], axis=0)[::-1]
    best_from_here = np.concatenate([best_from_here, np.zeros((1, OVERLAPS))])
    found = []
    for overlap in range(OVERLAPS):
        at = np.searchsorted(hits[:, overlap] / total, RECALLS, side="left")
        found.append(best_from_here[at, overlap].mean())
    return np.array(found)


def merged_matches(parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """One set of matches of several, whose images follow each other."""
    starts = np.cumsum([0] + [len(part["objects"]) for part in parts])
    moved = [{**p, "image": p["image"] + start} for p, start in zip(parts, starts, strict=False)]
    return {name: np.concatenate([part[name] for part in moved]) for name in parts[0]}
