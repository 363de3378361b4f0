"""Predictions of a text-classifier."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from ..models.classification import batch_scores
from .predictor import predict_each, ranked, read_concepts, text_of


def load(folder: Path, device: str) -> "TextClassifier":
    """The predictor of a verified export on `device`."""
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    tokenizer = AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    return TextClassifier(model.to(device).eval(), tokenizer, read_concepts(folder))


class TextClassifier:
    """Answers [{"text": str}] with [{"concepts": [{id, name, value}]} | {"error": {code,
    message}}]."""

    content, batch_size = "text", 32

    def __init__(self, model: Any, tokenizer: Any, concepts: Sequence[dict[str, str]]) -> None:
        self.model = model
        self.tokenizer, self.concepts = tokenizer, concepts
        self.exclusive = model.config.problem_type == "single_label_classification"

    def predict(self, inputs: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, str]) -> str:
        """The text of one input; ValueError where it has none."""
        return text_of(value)

    @torch.inference_mode()
    def answer(self, texts: Sequence[str]) -> Any:
        """Scores [n, concepts], float32, of prepared texts."""
        length = self.tokenizer.model_max_length
        encoded = self.tokenizer(
            texts, truncation=True, max_length=length, padding=True, return_tensors="pt"
        )
        batch = {name: encoded[name] for name in ("input_ids", "attention_mask")}
        scores = batch_scores(self.model, batch, self.model.device, self.exclusive, False)
        return scores

    def output(self, scores: Any, _: str) -> dict[str, Any]:
        """The ranked concepts of one input."""
        return ranked(self.concepts, scores)
