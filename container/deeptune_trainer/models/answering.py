"""One answer of a text generator to one prompt, as the caller wants it written."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import StoppingCriteria, StoppingCriteriaList

from ..contract.phase_clock import clock
from ..device.compute import evaluation_context

MAX_SEED = 2**64


class PromptTooLong(ValueError):
    """A prompt that leaves no room for an answer."""

    code = "context-length-exceeded"


@dataclass(frozen=True)
class Generation:
    """How an answer is written. `max_new_tokens` None: the model's own number, or as many as there
    is room for; `temperature` 0: always the likeliest token; `seed` None: another draw each time;
    `stop`: texts that end the answer and are not part of it."""

    max_new_tokens: int | None = None
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """An answer: `is_complete` where the model or a stop text ended it, not the number of tokens.
    `completion_tokens` counts what was written, without the token that ends a text."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    is_complete: bool


def generation_of(asked: dict[str, Any]) -> Generation:
    """The Generation that a request's `generation` object asks for; ValueError that names what is
    not understood: nothing that was asked for is left out."""
    values = dict(asked)
    if "stop" in values:
        values["stop"] = tuple(values["stop"])
    try:
        return Generation(**values)
    except TypeError as error:
        raise ValueError(f"generation: {error}") from error


def room_for(prompt: Sequence[int], limit: int, wanted: int) -> int:
    """How many tokens may follow a prompt of token ids: `wanted` at most, within the `limit` tokens
    that the model reads. Raises PromptTooLong where there is no room at all."""
    left = limit - len(prompt)
    if left < 1:
        raise PromptTooLong(
            f"This model reads at most {limit} tokens, the prompt and its answer together; "
            f"the prompt has {len(prompt)}"
        )
    return min(wanted, left)


class StopTexts(StoppingCriteria):
    """Ends the only row of a batch once one of `stop` stands in what was written."""

    def __init__(self, tokenizer: Any, prompt_tokens: int, stop: Sequence[str]) -> None:
        self.tokenizer, self.prompt_tokens, self.stop = tokenizer, prompt_tokens, stop

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        text = text_of_ids(self.tokenizer, input_ids[0, self.prompt_tokens :].tolist())
        is_over = any(stop in text for stop in self.stop)
        return torch.full((1,), is_over, device=input_ids.device, dtype=torch.bool)


def written_by(
    model: Any, tokenizer: Any, prompt: Sequence[int], new: int, how: Generation
) -> Written:
    """What the model writes after `prompt` (token ids), at most `new` tokens."""
    ids = torch.tensor([list(prompt)], device=model.device)
    draws = how.temperature > 0
    if draws:
        seed = int.from_bytes(os.urandom(7)) if how.seed is None else how.seed
        torch.manual_seed(seed % MAX_SEED)
    chosen: dict[str, Any] = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
    if draws:
        temperature = float(max(how.temperature, 1e-3))  # below, the logits overflow
        chosen = {"do_sample": True, "temperature": temperature, "top_p": how.top_p, "top_k": 0}
    stops = [StopTexts(tokenizer, len(prompt), how.stop)] if how.stop else []
    special = {"pad_token_id": tokenizer.pad_token_id, "eos_token_id": tokenizer.eos_token_id}
    with evaluation_context(model):
        written = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=new,
            stopping_criteria=StoppingCriteriaList(stops),
            **chosen,
            **special,
        )
    clock.count_pass(1, written.shape[1] - len(prompt))
    return reading(tokenizer, written[0, len(prompt) :].tolist(), len(prompt), how.stop)


def reading(tokenizer: Any, ids: Sequence[int], prompt_tokens: int, stop: Sequence[str]) -> Written:
    """Token ids as an answer: up to the token that ends a text, and before the first stop text."""
    end = tokenizer.eos_token_id
    has_ended = end in ids
    kept = list(ids[: ids.index(end)]) if has_ended else list(ids)
    text = text_of_ids(tokenizer, kept)
    places = [place for place in (text.find(each) for each in stop) if place >= 0]
    cut = text[: min(places)] if places else text
    return Written(cut, prompt_tokens, len(kept), has_ended or bool(places))


def text_of_ids(tokenizer: Any, ids: Sequence[int]) -> str:
    return tokenizer.decode(ids, skip_special_tokens=True)
