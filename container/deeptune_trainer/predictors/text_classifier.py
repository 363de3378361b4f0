"""Predictions of a text-classifier."""

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from ..models.classification import batch_scores
from .predictor import predict_each, ranked, read_concepts, text_of


def load(folder, device):
    """The predictor of a verified export on `device`."""
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, use_safetensors=True, local_files_only=True
    )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return TextClassifier(model.to(device).eval(), tokenizer, read_concepts(folder))


class TextClassifier:
    """Answers [{"text": str}] with [{"concepts": [{id, name, value}]} | {"error": {code,
    message}}]."""

    content, batch_size = "text", 32

    def __init__(self, model, tokenizer, concepts):
        self.model = model
        self.tokenizer, self.concepts = tokenizer, concepts
        self.exclusive = model.config.problem_type == "single_label_classification"

    def predict(self, inputs):
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value):
        """The text of one input; ValueError where it has none."""
        return text_of(value)

    @torch.inference_mode()
    def answer(self, texts):
        """Scores [n, concepts], float32, of prepared texts."""
        length = self.tokenizer.model_max_length
        encoded = self.tokenizer(
            texts, truncation=True, max_length=length, padding=True, return_tensors="pt"
        )
        batch = {name: encoded[name] for name in ("input_ids", "attention_mask")}
        scores = batch_scores(self.model, batch, self.model.device, self.exclusive, False)
        return scores

    def output(self, scores, _):
        """The ranked concepts of one input."""
        return ranked(self.concepts, scores)
