"""Embedders: whether the nearest other images have a concept in common."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...metrics.figures import figures_of_report
from ...metrics.retrieval import MAX_ROWS, evenly, hits_of, nearest_of
from ...metrics.retrieval_report import Questions
from ...predictors.visual_embedder import VisualEmbedder
from ..scorer import AskedRow, Columns, Judged, concatenated


class EmbedderScorer:
    """Keeps `embeddings` float32, `targets` bool and the `number` of up to 5,000 evenly spaced
    rows, which are compared with each other."""

    row_score, min_concepts = "recall1", 2

    def __init__(self, job: BatchJob, predictor: VisualEmbedder) -> None:
        self.job, self.trained = job, set(predictor.trained_concepts)
        self.index = {concept.id: place for place, concept in enumerate(job.concepts)}
        self.dimensions = predictor.dimensions
        self.compared: set[int] = set()

    def is_measured(self, entry: dict[str, Any]) -> bool:
        return entry["object"] is not None and bool(entry["concepts"])

    def groups_of(self, entry: dict[str, Any]) -> list[str]:
        return [self.job.concepts[place].id for place in self.truth(entry)]

    def required_groups(self, counts: Any) -> Any:
        """The two concepts with the most rows: there is no ranking with fewer."""
        most = sorted((c.id for c in self.job.concepts), key=lambda i: -counts[i])
        return most[:2]

    def begin(self, numbers: Sequence[int]) -> None:
        self.compared = set(evenly(numbers, MAX_ROWS))

    def truth(self, entry: dict[str, Any]) -> list[int]:
        """Places of the concepts that the row has."""
        return sorted(
            {self.index[c["id"]] for c in entry["concepts"] if c["value"] and c["id"] in self.index}
        )

    def label(self, truth: Sequence[int]) -> dict[str, list[str]]:
        return {"concepts": [self.job.concepts[place].id for place in truth]}

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        kept = [row for row in rows if row.number in self.compared]
        embeddings = np.zeros((len(kept), self.dimensions), dtype=np.float32)
        targets = np.zeros((len(kept), len(self.index)), dtype=bool)
        for place, row in enumerate(kept):
            embeddings[place] = row.answer
            targets[place, row.truth] = True
        numbers = np.array([row.number for row in kept], dtype=np.int64)
        columns = {"embeddings": embeddings, "targets": targets, "number": numbers}
        return columns, [None] * len(rows)

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return concatenated(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        present = columns["targets"].any(axis=0)
        concepts = [c for c, is_there in zip(self.job.concepts, present, strict=True) if is_there]
        unseen = [c.id for c in concepts if c.id not in self.trained]
        job, targets = replace(self.job, concepts=tuple(concepts)), columns["targets"][:, present]
        hits = hits_of(columns["embeddings"], columns["targets"])
        return Questions(job, targets, unseen).held_out(hits)

    def late_scores(self, columns: dict[str, np.ndarray], numbers: np.ndarray) -> np.ndarray:
        hits = hits_of(columns["embeddings"], columns["targets"])[:, 0]
        found = dict(zip(columns["number"].tolist(), hits.tolist(), strict=True))
        return np.array([found.get(number, np.nan) for number in numbers.tolist()], dtype=float)

    def notes(self, rows: Sequence[AskedRow]) -> list[tuple[np.ndarray, list[int]]]:
        """(embedding, places of the concepts) of each."""
        return [(row.answer.astype(np.float32), row.truth) for row in rows]

    def judged(self, notes: Sequence[tuple[np.ndarray, list[int]]]) -> list[Judged]:
        """Whether the nearest other row has the concept, for each concept that another row has, and
        that the model was trained on."""
        if len(notes) < 2:
            return [Judged({}, None)] * len(notes)
        truths = [frozenset(truth) for _, truth in notes]
        counts = Counter(place for truth in truths for place in truth)
        nearest = nearest_of(np.stack([embedding for embedding, _ in notes]), 1)[:, 0]
        pairs = zip(truths, (truths[place] for place in nearest), strict=True)
        return [self.judgement(own, other, counts) for own, other in pairs]

    def judgement(self, own: frozenset[int], other: frozenset[int], counts: Counter[int]) -> Judged:
        """Of one row with the concepts `own`, whose nearest one has `other`."""
        concepts, scores = self.job.concepts, dict[str | None, float]()
        for place in sorted(own):
            if counts[place] > 1 and concepts[place].id in self.trained:
                scores[concepts[place].id] = float(place in other)
        return Judged(scores, ", ".join(concepts[place].name for place in sorted(other)) or None)

    def figures(
        self, columns: dict[str, np.ndarray], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return figures_of_report(report)


def scorer(job: BatchJob, paths: Paths, predictor: VisualEmbedder) -> EmbedderScorer:
    """The Scorer of an embedder."""
    return EmbedderScorer(job, predictor)
