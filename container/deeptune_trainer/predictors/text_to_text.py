"""Predictions of a text generator."""

from transformers import AutoModelForCausalLM, AutoTokenizer

from ..models.generation import complete
from .predictor import predict_each


def load(folder, device):
    """The predictor of a verified export on `device`."""
    model = AutoModelForCausalLM.from_pretrained(
        folder, use_safetensors=True, local_files_only=True
    )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return TextToText(model.to(device).eval(), tokenizer)


class TextToText:
    """Answers [{"text": str}] with [{"text": completion} | {"error": {code, message}}]: always the
    likeliest next token, at most `max_tokens` of them."""

    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model, tokenizer
        self.max_tokens = model.config.max_new_tokens

    def predict(self, inputs):
        """One output per input, in the same order."""
        return predict_each(inputs, prepare, self.answer)

    def answer(self, texts):
        """The completions of prepared texts."""
        end, length = self.model.config.prompt_end, self.tokenizer.model_max_length
        written = complete(self.model, self.tokenizer, texts, end, length, self.max_tokens)
        return [{"text": text} for text in written]


def prepare(value):
    """The text of one input; ValueError where it has none."""
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("this model needs a text")
    return text
