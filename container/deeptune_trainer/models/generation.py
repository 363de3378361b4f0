"""What a causal language model makes of held-out rows: likelihood and greedy completions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from ..contract.phase_clock import clock
from ..data.pair_data import IGNORED, PROMPT_END, Pair, PairInputs, prompt_ids
from ..device.compute import evaluation_context

BATCH_SIZE = 32
MAX_GENERATED = 256  # completions written for one evaluation


@dataclass(frozen=True)
class Likelihood:
    """Per row [n]: the summed negative log likelihood of its labelled tokens, how many there are,
    how many were the likeliest."""

    loss: np.ndarray
    tokens: np.ndarray
    right: np.ndarray

    @property
    def token_accuracy(self) -> float | None:
        """The share of labelled tokens that were the likeliest; None for no rows."""
        return float(self.right.sum() / self.tokens.sum()) if self.tokens.sum() else None


def completion_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Cross entropy per labelled token; the logits at a place predict the label of the next."""
    following = labels[:, 1:].reshape(-1)
    shifted = logits[:, :-1].reshape(len(following), -1).float()
    return functional.cross_entropy(shifted, following, ignore_index=IGNORED)


def likelihood_of(
    model: Any, inputs: PairInputs, collate: Callable, is_over: Callable = lambda: False
) -> Likelihood:
    """The Likelihood of the rows of a Dataset. Ends early, with fewer rows, once `is_over()`; draws
    no random numbers and leaves the model in the mode it was in."""
    was_training, device = model.training, model.device
    loader = DataLoader(inputs, BATCH_SIZE, collate_fn=collate, generator=torch.Generator())
    model.eval()
    parts = [np.zeros((3, 0))]
    with evaluation_context(model):
        for batch in loader:
            if is_over():
                break
            labels = batch.pop("labels").to(device)[:, 1:]
            clock.count_pass(len(labels))
            moved = {name: value.to(device) for name, value in batch.items()}
            parts.append(batch_likelihood(model(**moved).logits[:, :-1].float(), labels))
    model.train(was_training)
    return Likelihood(*np.concatenate(parts, axis=1))


def batch_likelihood(logits: torch.Tensor, labels: torch.Tensor) -> np.ndarray:
    """[3, n]: losses, token counts and right tokens of one batch."""
    flat = functional.cross_entropy(
        logits.transpose(1, 2), labels, ignore_index=IGNORED, reduction="none"
    )
    counted = labels != IGNORED
    right = (logits.argmax(-1) == labels) & counted
    # Summed on the CPU in double precision, which MPS does not have.
    return np.stack([t.cpu().double().sum(1).numpy() for t in (flat, counted, right)])


def completions_of(
    model: Any,
    tokenizer: Any,
    rows: Sequence[Pair],
    max_length: int,
    max_new_tokens: int,
    is_over: Callable = lambda: False,
) -> list[str]:
    """The greedy completions of the prompts of Pair rows; fewer once `is_over()`."""
    found = []
    for start in range(0, len(rows), BATCH_SIZE):
        if is_over():
            break
        texts = [row.text for row in rows[start : start + BATCH_SIZE]]
        found += complete(model, tokenizer, texts, PROMPT_END, max_length, max_new_tokens)
    return found


def complete(
    model: Any, tokenizer: Any, texts: Sequence[str], end: str, max_length: int, max_new_tokens: int
) -> list[str]:
    """One greedy completion per text, of at most `max_new_tokens` tokens; a prompt that leaves no
    room for them loses its beginning."""
    was_training = model.training
    model.eval()
    new = min(max_new_tokens, max_length - 1)
    prompts = [prompt_ids(tokenizer, text, end)[new - max_length :] for text in texts]
    max_prompt = max(map(len, prompts))
    filler = tokenizer.pad_token_id
    ids = torch.tensor([[filler] * (max_prompt - len(p)) + p for p in prompts], device=model.device)
    mask = torch.tensor([[0] * (max_prompt - len(p)) + [1] * len(p) for p in prompts])
    greedy = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
    special = {"pad_token_id": filler, "eos_token_id": tokenizer.eos_token_id}
    with evaluation_context(model):
        written = model.generate(
            input_ids=ids,
            attention_mask=mask.to(model.device),
            max_new_tokens=new,
            **greedy,
            **special,
        )
    clock.count_pass(len(texts), written.shape[1] - max_prompt)
    model.train(was_training)
    return tokenizer.batch_decode(written[:, max_prompt:], skip_special_tokens=True)
