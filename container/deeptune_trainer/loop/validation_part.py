"""The validation part: rows of the train split that no step learns from and that choose the best
epoch. The held-out test rows are never looked at before training is over."""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..contract.training_log import log
from ..data.dataset import DatasetVersion, Row
from ..data.pair_data import Pair
from ..data.regions import RegionRow
from .best_epoch import EpochSettings, Validation

SHARE = 0.1
# Below, a tenth is so few rows that their metric would choose by luck, and each row is missed.
MIN_TRAIN_ROWS = 100
# More would not choose better (at 5,000 rows an accuracy is known to 0.014) and is measured every
# epoch.
MAX_VALIDATION_ROWS = 5_000


@dataclass(frozen=True)
class Group:
    """Rows of equal content: all of them learn, or all of them validate."""

    digest: str
    stratum: tuple
    rows: tuple
    concepts: Counter


def with_validation_part(
    data: DatasetVersion,
    settings: EpochSettings,
    seed: int,
    is_eligible: Callable = lambda row: True,
    min_of_concept: int = 1,
) -> DatasetVersion:
    """The DatasetVersion with a tenth of the train rows for which `is_eligible(row)` moved to
    `validation`; unchanged where fewer than MIN_TRAIN_ROWS are eligible, or where the EpochSettings
    want none.

    The same rows every time for one seed, independent of their order: a digest of seed and content
    decides. Each concept gives its share (at least `min_of_concept` rows, or none), keeps a row to
    learn from, and rows of equal content stay together.
    """
    eligible = [row for row in data.train if is_eligible(row)]
    if len(eligible) < MIN_TRAIN_ROWS or not settings.validates:
        return data
    groups = chosen_groups(eligible, seed, min_of_concept)
    chosen = {id(row) for group in groups for row in group.rows}
    train = tuple(row for row in data.train if id(row) not in chosen)
    validation = tuple(row for row in data.train if id(row) in chosen)
    return replace(data, train=train, validation=validation)


def validation_of(
    data: DatasetVersion, settings: EpochSettings, name: str, measure: Callable
) -> Validation:
    """The Validation of a training on `data`: `measure()` -> the metric `name` on its validation
    part. The log says where there is none, and what that means."""
    if data.validation:
        facts = (len(data.validation), settings.patience)
        return Validation(measure, name, *facts, keeps_best=settings.keeps_best)
    reason = reason_without(data, settings)
    log(f"{reason}: the last epoch is kept")
    if settings.patience:
        log(f"early_stopping_patience {settings.patience} has no effect without a validation part")
    return Validation(name=name, reason=reason)


def reason_without(data: DatasetVersion, settings: EpochSettings) -> str:
    """Why a DatasetVersion has no validation part, as text."""
    count = len(data.train)
    if not settings.validates:
        return "no validation part: evaluation_strategy is no"
    if count < MIN_TRAIN_ROWS:
        return f"no validation part: {count} inputs to train on, {MIN_TRAIN_ROWS} are needed"
    return f"no validation part: too few of the {count} inputs to train on can be spared"


def chosen_groups(
    rows: Sequence[Pair | RegionRow | Row], seed: int, min_of_concept: int
) -> list[Group]:
    """The groups that validate, stratum by stratum, so that rounding never adds up."""
    remaining: Counter[int] = Counter()
    chosen: list[Group] = []
    taken, wanted = 0, 0.0
    for row in rows:
        remaining.update(concepts_of(row))
    share = min(SHARE, MAX_VALIDATION_ROWS / len(rows))
    for groups in strata_of(rows, seed):
        wanted += share * sum(len(group.rows) for group in groups)
        if wanted + 0.5 - taken < min_of_concept:
            continue
        for group in groups:
            fits = taken + len(group.rows) <= wanted + 0.5
            if fits and all(remaining[c] > n for c, n in group.concepts.items()):
                chosen.append(group)
                taken += len(group.rows)
                remaining -= group.concepts
    return chosen


def strata_of(rows: Sequence[Pair | RegionRow | Row], seed: int) -> list[list[Group]]:
    """Lists of Group, one for each origin and rarest concept, in a fixed order; within a list the
    digests decide."""
    counts: Counter[int] = Counter()
    equal: defaultdict[str, list[Any]] = defaultdict(list)
    strata: defaultdict[tuple[str, int], list[Group]] = defaultdict(list)
    for row in rows:
        counts.update(concepts_of(row))
        equal[content_of(row)].append(row)
    for content, same in equal.items():
        group = group_of(content, same, counts, seed)
        strata[group.stratum].append(group)
    return [sorted(strata[key], key=lambda group: group.digest) for key in sorted(strata)]


def group_of(
    content: str,
    rows: Sequence[Pair | RegionRow | Row],
    counts: Counter[int],
    seed: int,
) -> Group:
    """The Group of rows that share `content`."""
    concepts = Counter(concept for row in rows for concept in concepts_of(row))
    rarest = min(concepts, key=lambda concept: (counts[concept], concept), default=-1)
    origin = min(row.origin for row in rows)
    digest = hashlib.sha256(f"{seed}:{content}".encode()).hexdigest()
    return Group(digest, (origin, rarest), tuple(rows), concepts)


def content_of(row: Any) -> str:
    """What is the same in two rows that are copies: the image's digest, or the text in Unicode's
    canonical form, lower case, with single spaces (as core/dataset/version/content.ts)."""
    if image := getattr(row, "object", None):
        return image
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", row.text).lower())
    return " ".join(folded.split())


def concepts_of(row: Pair | RegionRow | Row) -> set[int]:
    """The indices of the concepts that a row or one of its regions has."""
    if hasattr(row, "regions"):
        return {concept for region in row.regions for concept in region.positives}
    return set(getattr(row, "positives", ()))
