"""Regions as pixels: boxes, polygons and masks, the labels made of them, how they are judged."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.data.region_shapes import (
    ShapeInvalid,
    box_mask,
    box_of_mask,
    decode_mask,
    encode_mask,
    polygon_mask,
)
from deeptune_trainer.data.regions import Region, RegionRow
from deeptune_trainer.data.whole_images import WholeImages
from deeptune_trainer.metrics.regions.segmentation_metrics import segmentation_metrics
from deeptune_trainer.models.segmentation import (
    IGNORED,
    SegmentationInputs,
    segmentation_collator,
    segmentation_loss,
)


def test_every_shape_marks_the_same_pixels(tmp_path):
    square = box_mask((0.25, 0.25, 0.75, 0.75), 8, 8)
    corners = [(0.25, 0.25), (0.25, 0.7), (0.7, 0.7), (0.7, 0.25)]

    assert np.array_equal(polygon_mask(corners, 8, 8), square)
    assert np.array_equal(decode_mask(encode_mask(square)), square)
    assert box_of_mask(square) == (0.25, 0.25, 0.75, 0.75)
    assert box_mask((0.5, 0.5, 0.5001, 0.5001), 8, 8).sum() == 1
    with pytest.raises(ShapeInvalid):
        box_of_mask(np.zeros((4, 4), dtype=bool))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_mask_may_have_any_mode_of_png_and_alpha_does_not_count(mode):
    array = np.zeros((4, 6), dtype=np.uint8)
    array[1:3, 2:4] = 255
    image = Image.fromarray(array)
    image = Image.fromarray(array.astype(np.uint16)) if mode == "I;16" else image.convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    assert np.array_equal(decode_mask(buffer.getvalue()), array > 0)


def test_the_later_region_lies_on_top_and_padding_does_not_count(tmp_path):
    objects = tmp_path / "input/data/objects"
    objects.mkdir(parents=True)
    Image.new("RGB", (40, 20)).save(objects / "image", "PNG")
    below = Region((0,), (0.0, 0.0, 1.0, 1.0), None, None)
    above = Region((1,), (0.0, 0.0, 0.5, 0.5), None, None)
    row = RegionRow("a", "image", (below, above), "train", "new")
    inputs = SegmentationInputs([row], Paths(tmp_path), WholeImages((20,)))

    batch = segmentation_collator((32, 32))([inputs[0]])

    labels = batch["labels"][0]
    assert labels.shape == (32, 64) == batch["pixel_values"].shape[2:]
    assert (labels[:10, :20] == 2).all() and (labels[10:20, :40] == 1).all()
    assert (labels[20:] == IGNORED).all() and (labels[:, 40:] == IGNORED).all()
    flipped = inputs[(0, True)]["labels"]
    assert (flipped[:10, 20:] == 2).all() and (flipped[:, :20] == 1).all()
    logits = torch.zeros(1, 3, 8, 16)
    elsewhere = logits.clone()
    elsewhere[:, :, 7] = torch.tensor([[9.0], [0.0], [0.0]])  # below the image
    losses = [segmentation_loss(each, batch["labels"]) for each in (logits, elsewhere)]
    assert losses[0] == pytest.approx(losses[1])


def test_mean_iou_leaves_out_what_is_not_there():
    matrix = np.array([[50, 0, 10], [20, 20, 0], [0, 0, 0]])

    metrics = segmentation_metrics([matrix], ["a", "b"])

    assert metrics["meanIou"] == 0.5 and metrics["pixelAccuracy"] == 0.7
    assert [entry["iou"] for entry in metrics["perConcept"]] == [0.5, None]
    assert segmentation_metrics([], ["a"])["meanIou"] is None
