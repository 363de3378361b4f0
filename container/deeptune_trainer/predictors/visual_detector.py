"""Predictions of a visual-detector."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import AutoModelForObjectDetection

from ..data.images import image_of
from ..data.whole_images import WholeImages, read_whole_images
from ..models.detection import Found, find
from .predictor import predict_each, ranked, read_concepts

MAX_REGIONS = 100
MIN_VALUE = 0.05  # a DETR answers with all its queries; below this they found nothing


def load(folder: Path, device: str) -> "VisualDetector":
    """The predictor of a verified export on `device`."""
    model = AutoModelForObjectDetection.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    return VisualDetector(model.to(device).eval(), read_whole_images(folder), read_concepts(folder))


class VisualDetector:
    """Answers [{"image": bytes}] with [{"regions": [{box, mask_base64, concepts, value}]} |
    {"error": {code, message}}]."""

    content, batch_size = "image", 8

    def __init__(self, model: Any, images: WholeImages, concepts: Sequence[dict[str, str]]) -> None:
        self.model, self.images, self.concepts = model, images, concepts

    def predict(self, inputs: Sequence[dict[str, bytes]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, bytes]) -> Any:
        """Pixels of one input; ValueError where it has no readable image."""
        return self.images.pixels(image_of(value))

    def answer(self, pixels: Sequence[Any]) -> list[Found]:
        """A Found for each of the prepared images."""
        return find(self.model, pixels, self.images)

    def output(self, found: Found, _: Any) -> dict[str, Any]:
        """A region for each query that found something, the likeliest first."""
        values = found.scores.max(axis=1)
        queries = [q for q in (-values).argsort() if values[q] >= MIN_VALUE][:MAX_REGIONS]
        return {"regions": [self.region(found.scores[q], found.boxes[q]) for q in queries]}

    def region(self, scores: Any, box: Any) -> dict[str, Any]:
        """One region with the concepts it may be."""
        concepts = ranked(self.concepts, scores)["concepts"]
        likely = [concept for concept in concepts if concept["value"] >= MIN_VALUE]
        sides = [float(side) for side in box]
        return {
            "box": sides,
            "mask_base64": None,
            "concepts": likely,
            "value": likely[0]["value"],
        }
