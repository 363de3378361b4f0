"""metrics.json of an embedder."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..contract.batch_job import BatchJob
from ..contract.job import Job
from ..data.batches import ImageInputs
from ..data.dataset import DatasetVersion
from ..models.frozen.feature_cache import FeatureInputs
from .intervals import wilson
from .retrieval import chance, hits_of, recalls, thumbnails_of
from .verdict import Measured, verdict


class Questions:
    """The queries among the held-out rows: those of unseen concepts, those of trained ones. The
    gallery is every other held-out row."""

    def __init__(self, job: BatchJob | Job, targets: np.ndarray, unseen: Sequence[str]) -> None:
        self.job, self.targets, self.unseen = job, targets, unseen
        places = [i for i, concept in enumerate(job.concepts) if concept.id in unseen]
        self.is_unseen = targets[:, places].any(axis=1)
        self.is_seen = targets.any(axis=1) & ~self.is_unseen
        # Without unseen concepts the trained ones are all there is to measure.
        self.is_asked = self.is_unseen if unseen else self.is_seen

    def answered(self, embeddings: np.ndarray) -> dict[str, float]:
        """{recall1, recall5, seenRecall1, seenRecall5} of these embeddings."""
        hits = hits_of(embeddings, self.targets)
        asked, seen = recalls(hits, self.is_asked), recalls(hits, self.is_seen)
        numbers = {name: asked[name] for name in ("recall1", "recall5")}
        return {**numbers, "seenRecall1": seen["recall1"], "seenRecall5": seen["recall5"]}

    def is_known(self, ids: Sequence[str]) -> np.ndarray:
        """Booleans [rows]: which have a concept of `ids` that another row has too."""
        places = [place for place, c in enumerate(self.job.concepts) if c.id in ids]
        targets = self.targets > 0
        shared = [place for place in places if targets[:, place].sum() > 1]
        is_known: np.ndarray = targets[:, shared].any(axis=1)
        return is_known

    def held_out(self, hits: np.ndarray) -> dict[str, Any]:
        """`heldOut` of metrics.json."""
        per_concept = [
            {"conceptId": concept.id, **recalls(hits, self.targets[:, place])}
            for place, concept in enumerate(self.job.concepts)
        ]
        facts = {"unseenConcepts": list(self.unseen), "perConcept": per_concept}
        return {**recalls(hits, self.is_asked), **facts}


def report(
    questions: Questions,
    data: DatasetVersion,
    held_out_inputs: FeatureInputs | ImageInputs,
    embeddings: np.ndarray,
    embeddings_before: np.ndarray,
) -> dict[str, Any]:
    """metrics.json without the times and the parent. `embeddings_before`, those before training,
    may cover more rows than `embeddings` where a stop cut the evaluation short."""
    hits, targets = hits_of(embeddings, questions.targets), questions.targets
    rows, held_out = len(embeddings), questions.held_out(hits)
    untrained = questions.answered(embeddings_before[:rows])
    trivial = questions.answered(thumbnails_of(held_out_inputs)[:rows])
    count = held_out["count"]
    return {
        "heldOut": held_out,
        "seen": recalls(hits, questions.is_seen),
        "untrained": untrained,
        "trivial": trivial,
        "verdict": verdict(
            Measured(
                "recall at 1",
                held_out["recall1"],
                count,
                ("wilson", wilson(held_out["recall1"], count)) if count else None,
                trivial["recall1"],
                "comparing 16 x 16 thumbnails",
                untrained["recall1"] if len(embeddings_before) >= rows else None,
            )
        ),
        "chance": {
            "recall1": chance(targets, questions.is_asked),
            "seenRecall1": chance(targets, questions.is_seen),
        },
        "counts": data.counts,
    }


def comparison(
    questions: Questions,
    embeddings: np.ndarray,
    parent_embeddings: np.ndarray,
    parent_ids: Sequence[str],
) -> dict[str, Any]:
    """The fields of incremental training; old concepts are those of `parent_ids`. The parent embeds
    the same rows, as itself."""
    targets = questions.targets
    columns = [p for p, c in enumerate(questions.job.concepts) if c.id not in parent_ids]
    is_new = targets[:, columns].any(axis=1)
    is_old = targets.any(axis=1) & ~is_new
    shared = min(len(embeddings), len(parent_embeddings))
    after = hits_of(embeddings[:shared], targets)
    before = hits_of(parent_embeddings[:shared], targets)
    old, new, was = recalls(after, is_old), recalls(after, is_new), recalls(before, is_old)
    flipped = (before & ~after)[is_old[:shared], 0]
    return {
        "oldConcepts": old,
        "newConcepts": new,
        "parent": {
            "recall1OnOldConcepts": was["recall1"],
            "recall1OnNewConcepts": recalls(before, is_new)["recall1"],
            "negativeFlipPercent": 100.0 * float(np.mean(flipped)) if len(flipped) else None,
        },
        "forgetting": was["recall1"] - old["recall1"] if old["count"] else None,
    }
