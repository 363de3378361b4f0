"""Predictions of a visual-embedder."""

import torch

from ..data.images import image_of, read_preprocessing
from ..device.compute import evaluation_context
from ..models.embedding import read_embedder
from .predictor import predict_each


def load(folder, device):
    """The predictor of a verified export on `device`."""
    model, _ = read_embedder(folder)
    return VisualEmbedder(model.to(device).eval(), read_preprocessing(folder))


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
        return self.preprocessing.pixels(image_of(value))

    def answer(self, pixels):
        """The embeddings of prepared images."""
        device = next(self.model.parameters()).device
        with evaluation_context(self.model):
            embeddings = self.model.embed(torch.stack(pixels).to(device)).float().cpu()
        return [{"embeddings": [row]} for row in embeddings.tolist()]
