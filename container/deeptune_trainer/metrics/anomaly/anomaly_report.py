"""metrics.json of an anomaly model, and how its scores become values from 0 to 1."""

from typing import Any

import numpy as np

from ...models.patchcore.calibration import calibrated
from ...models.patchcore.memory_bank import MemoryBank
from ..intervals import roc_auc_interval
from ..verdict import Measured, verdict
from .anomaly_judgement import Judgement

THRESHOLD_SHARE, PIXEL_THRESHOLD_SHARE = 0.95, 0.99


def calibration_of(judgement: Judgement) -> dict[str, Any] | None:
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


def report(
    judgement: Judgement,
    untrained: Judgement,
    trivial: Judgement,
    calibration: dict[str, Any],
    counts: dict[str, int],
) -> dict[str, Any]:
    """metrics.json without the times and the parent."""
    judged = list(judgement.places())
    anomalous = judgement.anomalous()[judged]
    values = calibrated(np.array(judgement.scores), calibration["image"])
    return {
        "heldOut": held_out_of(values, anomalous, judgement.numbers()),
        "untrained": untrained.numbers(),
        "trivial": trivial.numbers(),
        "verdict": verdict(measured_auroc(judgement, untrained, trivial)),
        "counts": counts,
    }


def held_out_of(
    values: np.ndarray, anomalous: np.ndarray, aurocs: dict[str, Any]
) -> dict[str, Any]:
    """`heldOut` of metrics.json from calibrated `values` [n], booleans [n] and {imageAuroc,
    pixelAuroc}. A value of one half or more is an alarm."""
    return {
        "count": len(values),
        "normal": int((~anomalous).sum()),
        "anomalous": int(anomalous.sum()),
        **aurocs,
        "foundPercent": percent(values[anomalous] >= 0.5),
        "falseAlarmPercent": percent(values[~anomalous] >= 0.5),
    }


def measured_auroc(judgement: Judgement, untrained: Judgement, trivial: Judgement) -> Measured:
    """The image AUROCs as a Measured, all on the rows that `judgement` covers. The trivial answer
    is the better of two: the distance to the mean image, and the same score for every image."""
    judged, anomalous = len(judgement.scores), judgement.anomalous()
    found = int(anomalous[:judged].sum())
    value = judgement.image_auroc()
    interval = None
    if value is not None:
        interval = "hanley-mcneil", roc_auc_interval(value, found, judged - found)
    is_judged = np.arange(len(anomalous)) < judged
    before, mean_image = (
        each.image_auroc(is_judged) if len(each.scores) >= judged else None
        for each in (untrained, trivial)
    )
    trivials = {"giving every image the same score": 0.5}
    if mean_image is not None:
        trivials["the distance to the mean image"] = mean_image
    answer = max(trivials, key=lambda name: trivials[name])
    known = None if value is None else trivials[answer]
    return Measured("image AUROC", value, judged, interval, known, answer, before)


def percent(booleans: np.ndarray) -> float | None:
    """The share of true ones, None for none at all."""
    return 100.0 * float(np.mean(booleans)) if len(booleans) else None


def comparison(
    judgement: Judgement, of_parent: Judgement, memory: MemoryBank, parent_memory: MemoryBank
) -> dict[str, Any]:
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


def normal_distances(
    name: str, judgement: Judgement, of_parent: Judgement, chosen: np.ndarray
) -> dict[str, float]:
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
