"""Predictions of a visual-segmenter."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import AutoModelForSemanticSegmentation

from ..data.images import image_of
from ..data.region_shapes import box_of_mask, encode_mask, resized_mask
from ..data.whole_images import WholeImages, read_whole_images
from ..models.segmentation import Segmented, segment
from .predictor import predict_each, read_concepts


def load(folder: Path, device: str) -> "VisualSegmenter":
    """The predictor of a verified export on `device`."""
    model = AutoModelForSemanticSegmentation.from_pretrained(
        folder, use_safetensors=True, local_files_only=True, trust_remote_code=False
    )
    return VisualSegmenter(
        model.to(device).eval(), read_whole_images(folder), read_concepts(folder)
    )


class VisualSegmenter:
    """Answers [{"image": bytes}] with [{"regions": [{box, mask_base64, concepts, value}]} |
    {"error": {code, message}}]."""

    content, batch_size = "image", 8

    def __init__(self, model: Any, images: WholeImages, concepts: Sequence[dict[str, str]]) -> None:
        self.model, self.images, self.concepts = model, images, concepts

    def predict(self, inputs: Sequence[dict[str, bytes]]) -> list[dict[str, Any]]:
        """One output per input, in the same order."""
        return predict_each(inputs, self)

    def prepare(self, value: dict[str, bytes]) -> tuple[Any, tuple[int, int]]:
        """(pixels, (width, height) of the image); ValueError where there is no readable image."""
        image = image_of(value)
        return self.images.pixels(image), image.size

    def answer(self, prepared: Sequence[tuple[Any, tuple[int, ...]]]) -> list[Segmented]:
        """A Segmented for each of the prepared images."""
        return segment(self.model, [pixels for pixels, _ in prepared], self.images)

    def output(self, segmented: Segmented, prepared: tuple[Any, tuple[int, ...]]) -> dict[str, Any]:
        """A region for each concept that is there, the surest first; masks have the size of the
        image that was sent."""
        regions, size = [], prepared[1]
        for place, concept in enumerate(self.concepts, 1):
            pixels = segmented.classes == place
            mask = resized_mask(pixels, *size)
            if mask.any():  # a few pixels may be lost in an image smaller than the prepared one
                regions.append(region(concept, mask, float(segmented.values[pixels].mean())))
        return {"regions": sorted(regions, key=lambda r: -r["value"])}


def region(concept: dict[str, str], mask: Any, value: float) -> dict[str, Any]:
    """One region with its box."""
    return {
        "box": list(box_of_mask(mask)),
        "mask_base64": base64.b64encode(encode_mask(mask)).decode(),
        "concepts": [{**concept, "value": value}],
        "value": value,
    }
