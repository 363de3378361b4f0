"""Predictions of a text generator."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import AutoModelForCausalLM, AutoTokenizer

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


class TextToText:
    """Answers [{"text": str}] with [{"text": completion} | {"error": {code, message}}]: always the
    likeliest next token, at most `max_tokens` of them."""

    content, batch_size = "text", 32

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.max_tokens = model.config.max_new_tokens

    def predict(self, inputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, Any]) -> str:
        """The text of one input; ValueError where it has none."""
        return text_of(value)

    def answer(self, texts: Sequence[str]) -> list[str]:
        """The completions of prepared texts."""
        end, length = self.model.config.prompt_end, self.tokenizer.model_max_length
        return complete(self.model, self.tokenizer, texts, end, length, self.max_tokens)

    def output(self, written: str, _: str) -> dict[str, str]:
        """The completion of one input."""
        return {"text": written}
