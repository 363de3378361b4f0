"""Near-copies of pictures: what people do to a picture makes no other one of it."""

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from deeptune_trainer.data.pictures.near_pictures import NearPictures, difference_hash


def scene(seed: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A picture of soft blobs, another one for each seed."""
    noise = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    """The picture as a JPEG file gives it back."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def near(first: Image.Image, second: Image.Image) -> int:
    """How many of two pictures are near-copies of the other: 0 or 1."""
    pictures = NearPictures()
    pictures.add("a", "digest-a", "train", difference_hash(first))
    pictures.add("b", "digest-b", "train", difference_hash(second))
    return pictures.copies


@pytest.mark.parametrize("seed", range(10))
def test_a_picture_that_was_saved_again_resized_or_lightened_is_a_near_copy(seed: int):
    picture = scene(seed)

    assert near(picture, as_jpeg(picture, 80)) == 1
    assert near(picture, picture.resize((200, 150))) == 1
    assert near(picture, ImageEnhance.Brightness(picture).enhance(0.95)) == 1


def test_a_thousand_different_pictures_are_none():
    pictures = NearPictures()
    for seed in range(1000):
        pictures.add(str(seed), str(seed), "train", difference_hash(scene(seed, (64, 48))))

    assert pictures.counts == {}


def test_equal_files_are_copies_and_not_near_copies():
    pictures = NearPictures()
    value = difference_hash(scene(1))
    for row in ("a", "b"):
        pictures.add(row, "one digest", "train", value)

    assert pictures.counts == {}


@pytest.mark.parametrize(
    "plain",
    [
        Image.new("RGB", (300, 300), "red"),
        Image.linear_gradient("L").convert("RGB"),
        scene(1).resize((31, 64)),
    ],
)
def test_pictures_that_are_plain_or_small_are_not_compared(plain: Image.Image):
    assert difference_hash(plain) is None


def test_pairs_across_the_split_are_counted_with_examples():
    pictures = NearPictures()
    picture = scene(3)
    pictures.add("a", "1", "train", difference_hash(picture))
    pictures.add("b", "2", "test", difference_hash(as_jpeg(picture, 90)))
    pictures.add("c", "3", "train", difference_hash(scene(4)))

    assert pictures.counts == {"copies": 1, "acrossSplits": 1, "examples": [["a", "b"]]}
