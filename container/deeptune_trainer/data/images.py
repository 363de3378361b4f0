"""RGB images -> pixel tensors. Training, evaluation and prediction all come through here."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from ..contract.job import Job
from ..contract.paths import Paths
from .pictures.decoding import decode_and_look

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
PROCESSOR = "preprocessor_config.json"  # transformers' name


@dataclass(frozen=True)
class Preprocessing:
    """How pixels reach the model: `size` (n,) = shorter side, then the centre square; (w, h) =
    exactly that."""

    size: tuple[int, ...]
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)

    def pixels(self, image: Image.Image) -> torch.Tensor:
        """An RGB image as float32 [3, height, width]."""
        resized = resize(image, self.size)
        array = torch.frombuffer(bytearray(resized.tobytes()), dtype=torch.uint8)
        array = array.reshape(resized.height, resized.width, 3).permute(2, 0, 1).float() / 255
        mean, std = (torch.tensor(v).view(3, 1, 1) for v in (self.mean, self.std))
        return (array - mean) / std

    def processor_config(self) -> dict[str, Any]:
        """The same preprocessing as a transformers image processor's preprocessor_config.json."""
        config: dict[str, Any] = {
            "do_resize": True,
            "do_rescale": True,
            "do_normalize": True,
            "do_convert_rgb": True,
        }
        config |= {
            "rescale_factor": 1 / 255,
            "resample": 2,
            "image_mean": list(self.mean),
            "image_std": list(self.std),
        }
        if len(self.size) == 1:
            (side,) = self.size
            crop = {"do_center_crop": True, "crop_size": {"height": side, "width": side}}
            return {
                "image_processor_type": "BitImageProcessor",
                "size": {"shortest_edge": side},
                **crop,
                **config,
            }
        width, height = self.size
        return {
            "image_processor_type": "ViTImageProcessor",
            "size": {"height": height, "width": width},
            **config,
        }

    @classmethod
    def from_processor_config(cls, config: dict[str, Any]) -> "Preprocessing":
        """The inverse of processor_config(); also reads a hub model's file, of which only mean
        and std are kept."""
        size = config["size"]
        side = size.get("shortest_edge") if isinstance(size, dict) else size
        exact = (side,) if side else (size["width"], size["height"])
        return cls(exact, tuple(config["image_mean"]), tuple(config["image_std"]))


def write_processor_config(folder: Path, config: dict[str, Any]) -> None:
    """Writes how images are prepared beside a model, for transformers and for ourselves."""
    (folder / PROCESSOR).write_text(json.dumps(config, indent=1), encoding="utf-8")


def read_processor_config(folder: Path) -> dict[str, Any]:
    """What stands beside the model in `folder`; FileNotFoundError where there is nothing."""
    return json.loads((folder / PROCESSOR).read_text(encoding="utf-8"))


def read_preprocessing(folder: Path) -> Preprocessing:
    """The Preprocessing of an export."""
    return Preprocessing.from_processor_config(read_processor_config(folder))


def preprocessing_for(job: Job, paths: Paths, parent: Any, size: tuple[int, ...]) -> Preprocessing:
    """The chosen size with the mean and deviation the weights were trained with."""
    source = parent.folder if parent else paths.base_model
    if (source / PROCESSOR).is_file():
        known = read_processor_config(source)
        return Preprocessing(size, tuple(known["image_mean"]), tuple(known["image_std"]))
    small = job.base_model.startswith("config:")
    return Preprocessing(size) if small else Preprocessing(size, *IMAGENET)


def image_of(value: dict[str, Any]) -> Image.Image:
    """The image of one input, {"image": bytes}; ValueError where there is none to be read."""
    if not isinstance(value.get("image"), bytes):
        raise ValueError("this model needs an image")
    return decode_and_look(value["image"]).image


def resize(image: Image.Image, size: tuple[int, ...]) -> Image.Image:
    """Bilinear resize: the shorter side to size[0] and the centre square of that, or exactly
    (width, height)."""
    if len(size) == 2:
        return image.resize(size, Image.Resampling.BILINEAR)
    (side,) = size
    shorter, longer = sorted(image.size)
    long_side = int(side * longer / shorter)
    scaled = (side, long_side) if image.width <= image.height else (long_side, side)
    resized = image.resize(scaled, Image.Resampling.BILINEAR)
    left, top = (resized.width - side) // 2, (resized.height - side) // 2
    return resized.crop((left, top, left + side, top + side))
