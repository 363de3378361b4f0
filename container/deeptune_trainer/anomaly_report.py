"""metrics.json of an anomaly model, and how its scores become values from 0 to 1."""

import math

import numpy as np

TYPICAL_VALUE = 0.05
THRESHOLD_SHARE, PIXEL_THRESHOLD_SHARE = 0.95, 0.99


def calibration_of(judgement):
    """{image, pixel}: {typical, threshold} of normal images: the median, and what 95 % of the
    images and 99 % of the pixels stay below. None for no normal image."""
    normal = [i for i in judgement.places() if judgement.rows[i].is_normal]
    if not normal:
        return None
    scores = np.array([judgement.scores[i] for i in normal])
    pixels = np.concatenate([judgement.pixels[i] for i in normal])
    return {
        "image": {
            "typical": float(np.median(scores)),
            "threshold": float(np.quantile(scores, THRESHOLD_SHARE)),
        },
        "pixel": {
            "typical": float(np.median(pixels)),
            "threshold": float(np.quantile(pixels, PIXEL_THRESHOLD_SHARE)),
        },
    }


def calibrated(scores, calibration):
    """Scores as values from 0 to 1: a typical normal one is 0.05, one at the threshold 0.5."""
    typical, threshold = calibration["typical"], calibration["threshold"]
    width = (threshold - typical) / math.log(1 / TYPICAL_VALUE - 1)
    width = max(width, 1e-3 * abs(threshold), 1e-9)
    return 1 / (1 + np.exp(-np.clip((np.asarray(scores) - threshold) / width, -50, 50)))


def report(judgement, untrained, trivial, calibration, counts):
    """metrics.json without the times and the parent."""
    judged = list(judgement.places())
    anomalous = judgement.anomalous()[judged]
    values = calibrated(np.array(judgement.scores), calibration["image"])
    return {
        "heldOut": {
            "count": len(judged),
            "normal": int((~anomalous).sum()),
            "anomalous": int(anomalous.sum()),
            **judgement.numbers(),
            "foundPercent": percent(values[anomalous] >= 0.5),
            "falseAlarmPercent": percent(values[~anomalous] >= 0.5),
        },
        "untrained": untrained.numbers(),
        "trivial": trivial.numbers(),
        "counts": counts,
    }


def percent(booleans):
    """The share of true ones, None for none at all."""
    return 100.0 * float(np.mean(booleans)) if len(booleans) else None


def comparison(judgement, of_parent, memory, parent_memory):
    """The fields of incremental training: old inputs are the parent's, replayed."""
    is_old = np.array([row.origin == "replay" for row in judgement.rows], dtype=bool)
    old, new = judgement.numbers(is_old), judgement.numbers(~is_old)
    was, knew = of_parent.numbers(is_old), of_parent.numbers(~is_old)
    measured = was["imageAuroc"] is not None and old["imageAuroc"] is not None
    return {
        "oldInputs": {"count": int(is_old.sum()), **old},
        "newInputs": {"count": int((~is_old).sum()), **new},
        "parent": {
            "imageAurocOnOldInputs": was["imageAuroc"],
            "imageAurocOnNewInputs": knew["imageAuroc"],
        },
        "coverage": {
            "patches": len(memory.bank),
            "parentPatches": len(parent_memory.bank),
            **normal_distances("old", judgement, of_parent, is_old),
            **normal_distances("new", judgement, of_parent, ~is_old),
        },
        "forgetting": was["imageAuroc"] - old["imageAuroc"] if measured else None,
    }


def normal_distances(name, judgement, of_parent, chosen):
    """How far the worst patch of a held-out normal image is from the memory, on average, with the
    child's memory and with the parent's; the child's is never larger."""
    shared = min(len(judgement.worst), len(of_parent.worst))
    rows = [i for i in range(shared) if judgement.rows[i].is_normal and chosen[i]]
    if not rows:
        return {}
    return {
        f"{name}Distance": float(np.mean([judgement.worst[i] for i in rows])),
        f"{name}DistanceOfParent": float(np.mean([of_parent.worst[i] for i in rows])),
    }
