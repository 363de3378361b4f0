"""Predictions of a visual-classifier."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForImageClassification

from ..data.images import Preprocessing, image_of, read_preprocessing
from ..models.classification import batch_scores
from .predictor import predict_each, ranked, read_concepts


def load(folder: Path, device: str) -> "VisualClassifier":
    """The predictor of a verified export on `device`."""
    model = AutoModelForImageClassification.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    return VisualClassifier(
        model.to(device).eval(), read_preprocessing(folder), read_concepts(folder)
    )


class VisualClassifier:
    """Answers [{"image": bytes}] with [{"concepts": [{id, name, value}]} | {"error": {code,
    message}}]."""

    content, batch_size = "image", 32

    def __init__(
        self, model: Any, preprocessing: Preprocessing, concepts: Sequence[dict[str, str]]
    ) -> None:
        self.model = model
        self.preprocessing, self.concepts = preprocessing, concepts
        self.exclusive = model.config.problem_type == "single_label_classification"
        self.average_flips = getattr(model.config, "average_horizontal_flips", False)

    def predict(self, inputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, Any]) -> torch.Tensor:
        """Pixels of one input; ValueError where it has no readable image."""
        return self.preprocessing.pixels(image_of(value))

    @torch.inference_mode()
    def answer(self, pixels: Sequence[torch.Tensor]) -> Any:
        """Scores [n, concepts], float32, of prepared images."""
        batch = {"pixel_values": torch.stack(pixels)}
        scores = batch_scores(
            self.model, batch, self.model.device, self.exclusive, self.average_flips
        )
        return scores

    def output(self, scores: Any, _: torch.Tensor) -> dict[str, Any]:
        """The ranked concepts of one input."""
        return ranked(self.concepts, scores)
