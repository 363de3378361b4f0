"""Rows of a text-to-text dataset version: a prompt with its completion, or plain text to
continue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils.data import Dataset

from ..contract.failures import PlatformFault
from ..contract.job import Job
from ..contract.paths import Paths
from .dataset import DatasetVersion, read_manifest, shared, split_rows
from .text_problem import text_problem

IGNORED = -100  # a label of this number does not count in the loss
PROMPT_END = "\n"  # between a prompt and its completion


@dataclass(frozen=True, slots=True)
class Pair:
    """One usable row: `target` completes `text`, or is None where `text` is plain."""

    id: str
    text: str
    target: str | None
    split: str
    origin: str


def read_pairs(job: Job, paths: Paths) -> DatasetVersion:
    """The job's dataset version as Pair rows. Raises as `read_dataset` does."""
    return split_rows(job, map(pair_or_reason, read_manifest(job, paths)))


def texts_of(rows: tuple[Pair, ...]) -> Iterator[str]:
    """Yields all that a tokenizer should know how to spell."""
    for row in rows:
        yield row.text + PROMPT_END
        if row.target is not None:
            yield row.target


def pair_or_reason(entry: dict[str, Any]) -> Pair | str:
    """A Pair, or the reason (a string) why this row cannot be used."""
    text, target = entry["text"], entry.get("target")
    if not isinstance(text, str) or not text.strip():
        return "empty text"
    if target is not None and not isinstance(target, str):
        raise PlatformFault("dataset-invalid", f"row {entry['id']}: target is not a string")
    if target is not None and not target.strip():
        return "empty completion"
    problem = text_problem(text) or text_problem(target or "")
    if problem:
        return problem
    origin = shared(entry.get("origin", "new"))
    return Pair(entry["id"], text, target, shared(entry["split"]), origin)


def prompt_ids(tokenizer: Any, text: str, end: str) -> list[int]:
    """The token ids of a prompt closed by `end`; the tokenizer's own beginning, never its end."""
    closed = text if not end or text.endswith(end) else text + end
    ids = tokenizer(closed)["input_ids"]
    return ids[:-1] if ids and ids[-1] == tokenizer.eos_token_id else ids


class PairInputs(Dataset):
    """Rows as {input_ids, labels: lists of int}, at most `max_length` long: what is too long loses
    the beginning of its prompt, a completion of more than half its end."""

    def __init__(self, rows: Sequence[Pair], tokenizer: Any, max_length: int) -> None:
        self.rows, self.tokenizer, self.max_length = rows, tokenizer, max_length

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: int | tuple[int, bool]) -> dict[str, list[int]]:
        row = self.rows[key[0] if isinstance(key, tuple) else key]
        end = self.tokenizer.eos_token_id
        if row.target is None:
            ids = [*prompt_ids(self.tokenizer, row.text, "")[: self.max_length - 1], end]
            return {"input_ids": ids, "labels": ids}
        prompt = prompt_ids(self.tokenizer, row.text, PROMPT_END)
        target = [*self.tokenizer(row.target, add_special_tokens=False)["input_ids"], end]
        target = target[: max(self.max_length // 2, self.max_length - len(prompt))]
        prompt = prompt[max(0, len(prompt) + len(target) - self.max_length) :]
        return {"input_ids": prompt + target, "labels": [IGNORED] * len(prompt) + target}


def count_cut(inputs: PairInputs) -> int:
    """How many rows are too long to be read whole. A token has a byte at least: only texts of many
    bytes are looked at."""
    limit, found = inputs.max_length, 0
    for row in inputs.rows:
        target = row.target or ""
        if len(row.text.encode()) + len(target.encode()) + 3 <= limit:
            continue
        ids = prompt_ids(inputs.tokenizer, row.text, "" if row.target is None else PROMPT_END)
        rest = inputs.tokenizer(target, add_special_tokens=False)["input_ids"] if target else []
        found += len(ids) + len(rest) + 1 > limit
    return found


def pair_collator(padding_id: int) -> Callable:
    """A collate function: int64 tensors {input_ids, attention_mask, labels}, padded to the longest
    of the batch."""

    def collate(items: Sequence[dict[str, Sequence[int]]]) -> dict[str, torch.Tensor]:
        max_tokens = max(len(item["input_ids"]) for item in items)

        def padded(lists: Sequence[Sequence[int]], filler: int) -> torch.Tensor:
            return torch.tensor([[*ids, *([filler] * (max_tokens - len(ids)))] for ids in lists])

        ids = [item["input_ids"] for item in items]
        masks = [[1] * len(one) for one in ids]
        batch = {"input_ids": padded(ids, padding_id), "attention_mask": padded(masks, 0)}
        return {**batch, "labels": padded([item["labels"] for item in items], IGNORED)}

    return collate
