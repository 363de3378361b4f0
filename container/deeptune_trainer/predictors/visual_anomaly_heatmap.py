"""Predictions of a visual-anomaly-heatmap."""

import base64
import io

import numpy as np
import torch
from PIL import Image

from ..data.images import image_of
from ..metrics.anomaly.anomaly_report import calibrated
from ..models.patchcore.anomaly_artifact import read_anomaly_model
from ..models.patchcore.memory_bank import heatmap_of
from ..models.patchcore.patch_features import patches_of
from .predictor import predict_each, ranked


def load(folder, device):
    """The predictor of a verified export on `device`."""
    return VisualAnomalyHeatmap(read_anomaly_model(folder, device), device)


class VisualAnomalyHeatmap:
    """Answers [{"image": bytes}] with [{"heatmap_base64": an 8-bit PNG of the image's own size,
    "concepts": [{id, name, value}]} | {"error": {code, message}}]."""

    def __init__(self, model, device):
        self.model, self.device = model, device

    def predict(self, inputs):
        """One output per input, in the same order."""
        return predict_each(inputs, self.prepare, self.answer)

    def prepare(self, value):
        """(pixels, the image's own size); ValueError where there is no readable image."""
        image = image_of(value)
        return self.model.preprocessing.pixels(image), image.size

    @torch.inference_mode()
    def answer(self, prepared):
        """The outputs of prepared images."""
        pixels = torch.stack([pixels for pixels, _ in prepared]).to(self.device)
        patches, shape = patches_of(self.model.backbone, pixels, self.model.layers)
        pairs = zip(patches, prepared, strict=True)
        return [self.output(one, shape, size) for one, (_, size) in pairs]

    def output(self, patches, shape, size):
        """The output of one image's patches."""
        score, distances = self.model.memory.judge(patches)
        value = float(calibrated(score, self.model.calibration["image"]))
        pixel_scores = heatmap_of(distances, shape, self.model.preprocessing.size).cpu().numpy()
        grey = np.rint(255 * calibrated(pixel_scores, self.model.calibration["pixel"])).astype(
            np.uint8
        )
        image = Image.fromarray(grey).resize(size, Image.Resampling.BILINEAR)
        answer = ranked(self.model.concepts, [value, 1 - value])
        return {"heatmap_base64": png_base64(image), **answer}


def png_base64(image):
    """The image as a PNG, in base64."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
