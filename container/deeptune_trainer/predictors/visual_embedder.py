"""Predictions of a visual-embedder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from ..contract.phase_clock import clock
from ..data.images import Preprocessing, image_of, read_preprocessing
from ..device.compute import evaluation_context
from ..models.embedding import Embedder, read_embedder
from .predictor import predict_each


def load(folder: Path, device: str) -> "VisualEmbedder":
    """The predictor of a verified export on `device`."""
    model, facts = read_embedder(folder)
    trained = tuple(facts["trainedConcepts"])
    return VisualEmbedder(model.to(device).eval(), read_preprocessing(folder), trained)


class VisualEmbedder:
    """Answers [{"image": bytes}] with [{"embeddings": [[number, ...]]} | {"error": {code,
    message}}]; an embedding has length 1. `trained_concepts`: ids that it was trained on."""

    content, batch_size = "image", 32

    def __init__(
        self, model: Embedder, preprocessing: Preprocessing, trained_concepts: tuple[str, ...]
    ) -> None:
        self.model, self.preprocessing = model, preprocessing
        self.trained_concepts = trained_concepts
        self.dimensions = model.projection.out_features

    def predict(self, inputs: Sequence[dict[str, bytes]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, bytes]) -> torch.Tensor:
        """Pixels of one input; ValueError where it has no readable image."""
        return self.preprocessing.pixels(image_of(value))

    def answer(self, pixels: Sequence[torch.Tensor]) -> Any:
        """float32 [n, dimensions] of prepared images."""
        device = next(self.model.parameters()).device
        clock.count_pass(len(pixels))
        with evaluation_context(self.model):
            return self.model.embed(torch.stack(pixels).to(device)).float().cpu().numpy()

    def output(self, embedding: Any, _: torch.Tensor) -> dict[str, Any]:
        """The embedding of one image."""
        return {"embeddings": [embedding.tolist()]}
