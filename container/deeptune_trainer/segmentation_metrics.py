"""Mean intersection over union of a segmenter, from confusion matrices in pixels."""

import numpy as np

from .comparison import mean_of


def segmentation_metrics(matrices, concept_ids):
    """`heldOut` of metrics.json from a matrix [true class, predicted class] per image: count,
    meanIou, pixelAccuracy, perConcept. The mean is over the concepts that are there to find; the
    background is none. None for what cannot be measured."""
    classes = len(concept_ids) + 1
    total = np.sum(matrices, axis=0) if matrices else np.zeros((classes, classes), dtype=int)
    per_concept = []
    for place, concept_id in enumerate(concept_ids, 1):
        count = sum(bool(matrix[place].any()) for matrix in matrices)
        iou = intersection_over_union(total, place) if count else None
        per_concept.append({"conceptId": concept_id, "count": count, "iou": iou})
    pixels = int(total.sum())
    return {
        "count": len(matrices),
        "meanIou": mean_of(per_concept, "iou"),
        "pixelAccuracy": float(np.trace(total) / pixels) if pixels else None,
        "perConcept": per_concept,
    }


def intersection_over_union(matrix, place):
    """Of one class that has pixels."""
    both = matrix[place, place]
    return float(both / (matrix[place].sum() + matrix[:, place].sum() - both))


def trivial_matrices(matrices, concept_ids):
    """The matrices of the best answer that ignores the image: the concept with the most pixels,
    everywhere."""
    if not matrices:
        return []
    place = 1 + int(np.sum(matrices, axis=0).sum(axis=1)[1:].argmax())
    answers = []
    for matrix in matrices:
        answer = np.zeros_like(matrix)
        answer[:, place] = matrix.sum(axis=1)
        answers.append(answer)
    return answers


def segmentation_report(job, data, matrices, untrained):
    """metrics.json without the times and the comparison with a parent."""
    ids = [concept.id for concept in job.concepts]
    trivial = segmentation_metrics(trivial_matrices(matrices, ids), ids)
    return {
        "heldOut": segmentation_metrics(matrices, ids),
        "untrained": {"meanIou": untrained["meanIou"]},
        "trivial": {"meanIou": trivial["meanIou"]},
        "counts": data.counts,
    }
