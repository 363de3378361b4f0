"""Predictions of a visual-embedder."""

import json

import torch

from ..compute import evaluation_context
from ..embedding import read_embedder
from ..images import Preprocessing, decode_image
from ..predictor import predict_each


def load(folder, device):
    """The predictor of a verified export on `device`."""
    model, _ = read_embedder(folder)
    config = json.loads((folder / "preprocessor_config.json").read_text(encoding="utf-8"))
    return VisualEmbedder(model.to(device).eval(), Preprocessing.from_processor_config(config))


class VisualEmbedder:
    """Answers [{"image": bytes}] with [{"embeddings": [[number, ...]]} | {"error": {code,
    message}}]; an embedding has length 1."""

    def __init__(self, model, preprocessing):
        self.model, self.preprocessing = model, preprocessing

    def predict(self, inputs):
        """One output per input, in the same order."""
        return predict_each(inputs, self.prepare, self.answer)

    def prepare(self, value):
        """Pixels of one input; ValueError where it has no readable image."""
        if not isinstance(value.get("image"), bytes):
            raise ValueError("this model needs an image")
        return self.preprocessing.pixels(decode_image(value["image"]))

    def answer(self, pixels):
        """The embeddings of prepared images."""
        device = next(self.model.parameters()).device
        with evaluation_context(self.model):
            embeddings = self.model.embed(torch.stack(pixels).to(device)).float().cpu()
        return [{"embeddings": [row]} for row in embeddings.tolist()]
