"""Images for detection and segmentation: nothing is cropped away, and batches are padded."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .images import PROCESSOR, Preprocessing, read_processor_config

STRIDE = 32  # the coarsest feature map of the architectures here
# transformers' SegFormer processor (up to 5.3) resizes to one height and width and refuses a size
# that keeps the sides' ratio. Such a size stands under a key of our own there, and under
# transformers' key what it can do: a square of that size, in which other images are distorted.
FIXED_SIZE_PROCESSORS = ("SegformerImageProcessor",)
OWN_SIZE = "deeptune_size"

Colours = tuple[tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True)
class WholeImages:
    """How pixels reach the model. `size` (n,): the shorter side, while the longer one stays below
    `max_aspect_ratio` x n; (w, h): exactly that. With `keep_aspect_ratio` false (n,) is a square,
    with true (w, h) is what the image must fit into."""

    size: tuple[int, ...]
    keep_aspect_ratio: bool = True
    max_aspect_ratio: float = 3.0
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)

    def shape(
        self, width: int, height: int, size: tuple[int, ...] | None = None
    ) -> tuple[int, int]:
        """(width, height) that an image of this width and height is resized to."""
        size = size or self.size
        if not self.keep_aspect_ratio:
            return (size[0], size[-1])
        if len(size) == 2:
            factor = min(size[0] / width, size[1] / height)
        else:
            factor = size[0] / min(width, height)
            factor = min(factor, size[0] * self.max_aspect_ratio / max(width, height))
        return max(1, round(width * factor)), max(1, round(height * factor))

    def pixels(self, image: Any, size: tuple[int, ...] | None = None) -> torch.Tensor:
        """An RGB image as float32 [3, height, width]; `size` replaces the usual one."""
        exact = self.shape(image.width, image.height, size)
        return Preprocessing(exact, self.mean, self.std).pixels(image)

    def canvas(self, size: tuple[int, ...] | None = None) -> tuple[int, int]:
        """The least (height, width) of a batch."""
        size = size or self.size
        return up_to_stride(size[-1]), up_to_stride(size[0])

    def processor_config(self, kind: str) -> dict[str, Any]:
        """preprocessor_config.json of the transformers image processor `kind`."""
        flags: dict[str, Any] = {"do_resize": True, "do_rescale": True, "do_normalize": True}
        flags |= {"rescale_factor": 1 / 255, "resample": 2}
        colours = {"image_mean": list(self.mean), "image_std": list(self.std)}
        return {"image_processor_type": kind, **self.sizes(kind), **flags, **colours}

    def sizes(self, kind: str) -> dict[str, Any]:
        """The fields of processor_config() that say how large an image becomes."""
        width, height = self.size[0], self.size[-1]
        fixed = {"height": height, "width": width}
        if not self.keep_aspect_ratio:
            return {"size": fixed}
        size = {"max_height": height, "max_width": width}
        if len(self.size) == 1:
            max_side = round(width * self.max_aspect_ratio)
            size = {"shortest_edge": width, "longest_edge": max_side}
        return {"size": fixed, OWN_SIZE: size} if kind in FIXED_SIZE_PROCESSORS else {"size": size}

    @classmethod
    def from_processor_config(cls, config: dict[str, Any]) -> "WholeImages":
        """The inverse of processor_config()."""
        size, colours = config.get(OWN_SIZE, config["size"]), colours_of(config)
        if "shortest_edge" in size:
            side = size["shortest_edge"]
            return cls((side,), True, size["longest_edge"] / side, *colours)
        if "max_width" in size:
            return cls((size["max_width"], size["max_height"]), True, 3.0, *colours)
        return cls((size["width"], size["height"]), False, 3.0, *colours)


def whole_images_from(h: Any, folders: Sequence[Path | None], colours: Colours) -> WholeImages:
    """The chosen size, with the mean and deviation that the weights were trained with: those of
    the first of `folders` that tells them, else `colours`."""
    size = size_from(h)
    keeps = h.boolean("keep_aspect_ratio", len(size) == 1)
    ratio = h.number("max_aspect_ratio", 3.0, minimum=1.0)
    for folder in filter(None, folders):
        if (folder / PROCESSOR).is_file():
            colours = colours_of(read_processor_config(folder))
            break
    return WholeImages(size, keeps, ratio, *colours)


def size_from(h: Any) -> tuple[int, ...]:
    """image_size as (n,) or (w, h); two templates publish a choice of texts, "320"."""
    value = h.values.get("image_size")
    if isinstance(value, str) and value.isdigit():
        return (int(value),)
    return tuple(int(side) for side in h.numbers("image_size", (320,), maximum=2)) or (320,)


def read_whole_images(folder: Path) -> WholeImages:
    """The settings of an export."""
    return WholeImages.from_processor_config(read_processor_config(folder))


def colours_of(
    config: dict[str, Any],
) -> Colours:
    """(mean, deviation) of a preprocessor_config.json; RT-DETR's says not to normalise."""
    if not config.get("do_normalize", True):
        return (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    return tuple(config["image_mean"]), tuple(config["image_std"])


def up_to_stride(side: int) -> int:
    """The next multiple of STRIDE."""
    return -(-int(side) // STRIDE) * STRIDE


def padded(images: Sequence[torch.Tensor], minimum: tuple[int, ...]) -> torch.Tensor:
    """[n, 3, height, width] with the images at the top left, in multiples of STRIDE and not below
    `minimum` (height, width). What is padded has the mean colour."""
    height = max(minimum[0], *(up_to_stride(image.shape[1]) for image in images))
    width = max(minimum[1], *(up_to_stride(image.shape[2]) for image in images))
    batch = torch.zeros(len(images), 3, height, width)
    for place, image in enumerate(images):
        batch[place, :, : image.shape[1], : image.shape[2]] = image
    return batch


def of_equal_shape(images: Sequence[torch.Tensor]) -> list[list[torch.Tensor]]:
    """Lists of neighbours of equal shape: a result then never depends on what else is in a
    batch."""
    return [list(group) for _, group in itertools.groupby(images, key=lambda image: image.shape)]
