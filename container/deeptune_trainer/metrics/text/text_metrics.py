"""Metrics of generated text, in plain Python and numpy. What cannot be measured is None."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...models.generation import Likelihood


def rouge_l(written: str, expected: str) -> float:
    """ROUGE-L F1 of two texts: their longest common subsequence of words.

    Source: C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL 2004, section
    3, with beta = 1; words are lower-cased and split at white space.
    """
    a, b = written.lower().split(), expected.lower().split()
    common = longest_common_subsequence(a, b)
    return 2 * common / (len(a) + len(b)) if common else 0.0


def longest_common_subsequence(a: Sequence[str], b: Sequence[str]) -> int:
    """The length of the longest common subsequence of two lists."""
    row = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for j, other in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if word == other else max(row[j], row[j - 1])
    return row[-1]


def perplexity(likelihood: Likelihood, chosen: Any = slice(None)) -> float | None:
    """exp of the mean negative log likelihood of the chosen rows' tokens; None for none."""
    tokens = likelihood.tokens[chosen].sum()
    return finite_exp(likelihood.loss[chosen].sum() / tokens) if tokens else None


def finite_exp(value: float) -> float | None:
    """exp(value), None where that is not a finite float: JSON has no infinity."""
    return math.exp(value) if value < 700 else None


def are_right(written: Sequence[str], expected: Sequence[str]) -> np.ndarray:
    """Booleans [n]: which completions are exactly the expected ones, but for white space at the
    ends."""
    return np.array([a.strip() == b.strip() for a, b in zip(written, expected, strict=True)], bool)


def text_scores(
    likelihood: Likelihood, written: Sequence[str], expected: Sequence[str]
) -> dict[str, Any]:
    """{count, perplexity, tokenAccuracy, exactMatch, rougeL, generated} as `heldOut` stands in
    metrics.json; `written` covers `generated` rows."""
    overlaps = [rouge_l(a, b) for a, b in zip(written, expected, strict=True)]
    return summed_up(likelihood, are_right(written, expected), overlaps)


def summed_up(
    likelihood: Likelihood, is_right: np.ndarray, overlaps: Sequence[float] | np.ndarray
) -> dict[str, Any]:
    """As text_scores, from which completions are right (booleans) and their ROUGE-L."""
    return {
        "count": len(likelihood.tokens),
        "perplexity": perplexity(likelihood),
        "tokenAccuracy": likelihood.token_accuracy,
        "exactMatch": mean(is_right),
        "rougeL": mean(overlaps),
        "generated": len(overlaps),
    }


def trivial_scores(
    target_counts: Counter[str],
    expected: Sequence[str],
    token_lists: Sequence[Sequence[int]],
    held_out_token_lists: Sequence[Sequence[int]],
) -> dict[str, Any]:
    """{perplexity, exactMatch, rougeL} of a model that ignores the prompt: tokens drawn as often as
    in training (add-one smoothing), and always the most common of the completions that the Counter
    `target_counts` holds."""
    counts = Counter(token for tokens in token_lists for token in tokens)
    total = counts.total() + len(counts) + 1
    losses = [-math.log((counts[t] + 1) / total) for tokens in held_out_token_lists for t in tokens]
    common = common_completion(target_counts)
    return {
        "perplexity": finite_exp(float(np.mean(losses))) if losses else None,
        "exactMatch": mean(are_right([common] * len(expected), expected)),
        "rougeL": mean([rouge_l(common, text) for text in expected]),
    }


def common_completion(target_counts: Counter[str]) -> str:
    """The most common completion of a Counter, "" for none."""
    return max(sorted(target_counts), key=lambda text: target_counts[text], default="")


def comparison_of_texts(
    is_old: np.ndarray,
    child: Likelihood,
    parent: Likelihood,
    child_right: np.ndarray,
    parent_right: np.ndarray,
    right_is_old: np.ndarray,
) -> dict[str, Any]:
    """The fields of incremental training: oldInputs, newInputs, parent, forgetting (the child's
    perplexity on the parent's rows less the parent's own).

    `is_old` marks the rows of the Likelihoods `child` and `parent`, `right_is_old` those of the
    booleans `child_right` and `parent_right`: completions may be written for fewer rows.
    """
    before, after = perplexity(parent, is_old), perplexity(child, is_old)
    flipped = parent_right[right_is_old] & ~child_right[right_is_old]
    flips = mean(flipped)
    old_right, new_right = mean(child_right[right_is_old]), mean(child_right[~right_is_old])
    old = {"count": int(is_old.sum()), "perplexity": after, "exactMatch": old_right}
    new = {"count": int((~is_old).sum()), "perplexity": perplexity(child, ~is_old)}
    facts = {
        "perplexityOnOldInputs": before,
        "exactMatchOnOldInputs": mean(parent_right[right_is_old]),
    }
    return {
        "oldInputs": old,
        "newInputs": {**new, "exactMatch": new_right},
        "parent": {**facts, "negativeFlipPercent": None if flips is None else 100.0 * flips},
        "forgetting": None if before is None or after is None else after - before,
    }


def mean(values: Sequence[float] | np.ndarray) -> float | None:
    """The mean as a float, None for nothing."""
    return float(np.mean(values)) if len(values) else None
