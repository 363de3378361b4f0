"""Predictions of a text generator."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import AutoModelForCausalLM, AutoTokenizer

from ..data.pair_data import prompt_ids
from ..models.answering import Generation, Written, generation_of, room_for, written_by
from ..models.generation import complete
from .predictor import predict_each, text_of


def load(folder: Path, device: str) -> "TextToText":
    """The predictor of a verified export on `device`."""
    model = AutoModelForCausalLM.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    tokenizer = AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    return TextToText(model.to(device).eval(), tokenizer)


@dataclass(frozen=True)
class Asked:
    """A text alone; or with `how` its answer is written, its token ids, and room for `new` more."""

    text: str
    how: Generation | None = None
    prompt: tuple[int, ...] = ()
    new: int = 0


class TextToText:
    """Answers [{"text": str}] with [{"text": completion} | {"error": {code, message}}]: always the
    likeliest next token, at most `max_tokens` of them; a prompt that is too long loses its
    beginning.

    Answers {"text", "generation": {max_new_tokens, temperature, top_p, seed, stop}}, of which each
    may be absent, with {"text", "finish_reason": "stop" | "length", "usage": {prompt_tokens,
    completion_tokens}}; a prompt that is too long is an error."""

    content, batch_size = "text", 32

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.max_tokens = model.config.max_new_tokens

    def predict(self, inputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, Any]) -> Asked:
        """The text of one input, and how to answer it; ValueError where that cannot be done."""
        text = text_of(value)
        if "generation" not in value:
            return Asked(text)
        how = generation_of(value["generation"])
        prompt = prompt_ids(self.tokenizer, text, self.model.config.prompt_end)
        limit = self.tokenizer.model_max_length
        new = room_for(prompt, limit, how.max_new_tokens or self.max_tokens)
        return Asked(text, how, tuple(prompt), new)

    def answer(self, asked: Sequence[Asked]) -> list[str | Written]:
        """The completions of prepared texts: those without wishes in one batch."""
        end, length = self.model.config.prompt_end, self.tokenizer.model_max_length
        texts = [one.text for one in asked if one.how is None]
        plain = iter(
            complete(self.model, self.tokenizer, texts, end, length, self.max_tokens)
            if texts
            else []
        )
        return [next(plain) if one.how is None else self.written(one, one.how) for one in asked]

    def written(self, one: Asked, how: Generation) -> Written:
        """The completion of a text with wishes, alone: a seed gives the same in any company."""
        return written_by(self.model, self.tokenizer, one.prompt, one.new, how)

    def output(self, written: str | Written, _: Asked) -> dict[str, Any]:
        """The completion of one input."""
        if isinstance(written, str):
            return {"text": written}
        usage = {
            "prompt_tokens": written.prompt_tokens,
            "completion_tokens": written.completion_tokens,
        }
        reason = "stop" if written.is_complete else "length"
        return {"text": written.text, "finish_reason": reason, "usage": usage}
