"""Predictions of a visual-anomaly-heatmap."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from ..data.images import image_of
from ..models.patchcore.anomaly_artifact import AnomalyModel, read_anomaly_model
from ..models.patchcore.calibration import calibrated
from ..models.patchcore.memory_bank import heatmap_of
from ..models.patchcore.patch_features import patches_of
from .predictor import predict_each, ranked


def load(folder: Path, device: str) -> "VisualAnomalyHeatmap":
    """The predictor of a verified export on `device`."""
    return VisualAnomalyHeatmap(read_anomaly_model(folder, device), device)


class VisualAnomalyHeatmap:
    """Answers [{"image": bytes}] with [{"heatmap_base64": an 8-bit PNG of the image's own size,
    "concepts": [{id, name, value}]} | {"error": {code, message}}]."""

    content, batch_size = "image", 32

    def __init__(self, model: AnomalyModel, device: str) -> None:
        self.model, self.device = model, device
        self.concepts = model.concepts

    def predict(self, inputs: Sequence[dict[str, bytes]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, bytes]) -> tuple[torch.Tensor, tuple[int, int]]:
        """(pixels, the image's own size); ValueError where there is no readable image."""
        image = image_of(value)
        return self.model.preprocessing.pixels(image), image.size

    @torch.inference_mode()
    def answer(
        self, prepared: Sequence[tuple[torch.Tensor, tuple[int, int]]]
    ) -> list[tuple[float, np.ndarray]]:
        """(score, pixel scores [h, w] of the prepared size) of each of the prepared images."""
        pixels = torch.stack([pixels for pixels, _ in prepared]).to(self.device)
        patches, shape = patches_of(self.model.backbone, pixels, self.model.layers)
        return [self.judged(one, shape) for one in patches]

    def judged(self, patches: torch.Tensor, shape: tuple[int, ...]) -> tuple[float, np.ndarray]:
        """(score, pixel scores) of one image's patches."""
        score, distances = self.model.memory.judge(patches)
        return score, heatmap_of(distances, shape, self.model.preprocessing.size).cpu().numpy()

    def output(
        self, answer: tuple[float, np.ndarray], prepared: tuple[torch.Tensor, tuple[int, int]]
    ) -> dict[str, Any]:
        """Heatmap, in the size of the image that was sent, and concepts of one image."""
        (score, pixel_scores), (_, size) = answer, prepared
        value = float(calibrated(score, self.model.calibration["image"]))
        shares = calibrated(pixel_scores, self.model.calibration["pixel"])
        image = Image.fromarray(np.rint(255 * shares).astype(np.uint8))
        image = image.resize(size, Image.Resampling.BILINEAR)
        ranking = ranked(self.model.concepts, [value, 1 - value])
        return {"heatmap_base64": png_base64(image), **ranking}


def png_base64(image: Image.Image) -> str:
    """The image as a PNG, in base64."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
