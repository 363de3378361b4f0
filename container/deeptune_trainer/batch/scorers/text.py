"""Text generators: completions beside the expected ones, and the likelihood of the expected."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...contract.batch_job import BatchJob
from ...contract.paths import Paths
from ...data.pair_data import Pair, PairInputs, pair_collator, pair_or_reason
from ...metrics.figures import figures_of_report
from ...metrics.text.text_metrics import are_right, rouge_l, summed_up
from ...models.generation import Likelihood, likelihood_of
from ...predictors.text_to_text import TextToText
from ..scorer import AskedRow, Columns, Judged, concatenated

TEXTS = "texts"
MAX_WORD = 80  # characters of an answer that is shown


class TextScorer:
    """Keeps of each row its likelihood (`loss`, `tokens`, `right` float64 [n]), and of the m rows
    with a completion whether it `is_exact` (bool) and its `overlap`, ROUGE-L (float64)."""

    row_score, min_concepts = "rougeL", 0

    def __init__(self, predictor: TextToText) -> None:
        self.predictor = predictor

    def is_measured(self, entry: dict[str, Any]) -> bool:
        return isinstance(entry["text"], str) and bool(entry["text"].strip())

    def groups_of(self, entry: dict[str, Any]) -> list[str]:
        return [TEXTS]

    def required_groups(self, counts: Any) -> Any:
        return [TEXTS]

    def begin(self, numbers: Sequence[int]) -> None:
        pass

    def truth(self, entry: dict[str, Any]) -> Pair:
        """A Pair; ValueError for an empty completion."""
        row = pair_or_reason(entry)
        if not isinstance(row, Pair):
            raise ValueError(row)
        return row

    def label(self, truth: Pair) -> dict[str, str]:
        return {} if truth.target is None else {"target": truth.target}

    def keep(self, rows: Sequence[AskedRow]) -> tuple[Columns, list[float | None]]:
        model, tokenizer = self.predictor.model, self.predictor.tokenizer
        pairs = [row.truth for row in rows]
        inputs = PairInputs(pairs, tokenizer, tokenizer.model_max_length)
        found = likelihood_of(model, inputs, pair_collator(tokenizer.pad_token_id))
        written = [(row.answer, row.truth.target) for row in rows if row.truth.target is not None]
        overlaps = [rouge_l(*pair) for pair in written]
        columns = {"loss": found.loss, "tokens": found.tokens, "right": found.right}
        columns["is_exact"] = are_right([a for a, _ in written], [b for _, b in written])
        columns["overlap"] = np.array(overlaps, dtype=float)
        left = iter(overlaps)
        return columns, [None if pair.target is None else next(left) for pair in pairs]

    def notes(self, rows: Sequence[AskedRow]) -> list[Judged]:
        """ROUGE-L of the completion with the expected one. Of a plain text, which expects none, the
        share of its tokens that the model takes for the likeliest."""
        plain = iter(self.token_shares([row.truth for row in rows if row.truth.target is None]))
        return [self.judgement(row, plain) for row in rows]

    def judgement(self, row: AskedRow, plain: Iterator[float]) -> Judged:
        """Of one row; `plain`: the shares of the plain texts."""
        target = row.truth.target
        score = next(plain) if target is None else rouge_l(row.answer, target)
        return Judged({None: score}, shortened(row.answer))

    def token_shares(self, texts: Sequence[Pair]) -> list[float]:
        """The share of rightly foretold tokens of each of the plain texts."""
        if not texts:
            return []
        model, tokenizer = self.predictor.model, self.predictor.tokenizer
        inputs = PairInputs(texts, tokenizer, tokenizer.model_max_length)
        found = likelihood_of(model, inputs, pair_collator(tokenizer.pad_token_id))
        shares: list[float] = (found.right / np.maximum(1, found.tokens)).tolist()
        return shares

    def judged(self, notes: Sequence[Judged]) -> list[Judged]:
        return list(notes)

    def merged(self, parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
        return concatenated(parts)

    def held_out(self, columns: dict[str, np.ndarray]) -> dict[str, Any]:
        likelihood = Likelihood(columns["loss"], columns["tokens"], columns["right"])
        return summed_up(likelihood, columns["is_exact"], columns["overlap"])

    def late_scores(self, columns: dict[str, np.ndarray], numbers: np.ndarray) -> None:
        return None

    def figures(
        self, columns: dict[str, np.ndarray], report: dict[str, Any], ids: Sequence[str]
    ) -> dict[str, Any]:
        return figures_of_report(report)


def shortened(text: str) -> str:
    """The beginning of a completion, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_WORD else f"{line[: MAX_WORD - 1]}…"


def scorer(job: BatchJob, paths: Paths, predictor: TextToText) -> TextScorer:
    """The Scorer of a text generator."""
    return TextScorer(predictor)
