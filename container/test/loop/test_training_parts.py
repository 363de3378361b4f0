"""The order of rows, the learning rate, the pixels."""

import dataclasses
import io

import pytest
import torch
from digits import images
from PIL import Image
from transformers import BitImageProcessor, ViTImageProcessor

from deeptune_trainer.data.batches import EpochBatches
from deeptune_trainer.data.images import Preprocessing
from deeptune_trainer.data.pictures.decoding import FORMATS, ImageUnreadable, decode_image
from deeptune_trainer.loop.optimization import Optimization, optimization_from, rate_factor
from deeptune_trainer.recipes.visual_classifier import HYPERPARAMETERS
from deeptune_trainer.settings.hyperparameters import Hyperparameters

PLAN = Optimization(batch_size=10, epochs=10, learning_rate=1.0)


@pytest.mark.parametrize("count", [1, 2, 9, 10, 11, 12, 20, 21, 35])
@pytest.mark.parametrize("splits", [1, 2])
def test_every_row_is_seen_once_per_epoch_in_the_announced_number_of_batches(count, splits):
    batches = EpochBatches(count, 10, seed=3)
    batches.splits = splits

    drawn = list(batches)

    assert len(drawn) == len(batches) == batches.steps_per_epoch * splits
    if count > 1:
        assert sorted(row for batch in drawn for row, _ in batch) == list(range(count))
        assert all(len(batch) > 1 for batch in drawn) or splits == 2


def test_the_order_depends_on_seed_and_epoch_alone():
    def order(seed, epoch):
        batches = EpochBatches(50, 8, seed, flip_probability=0.5)
        batches.set_epoch(epoch)
        return list(batches)

    assert order(1, 0) == order(1, 0)
    assert len({str(order(seed, epoch)) for seed in (1, 2) for epoch in (0, 1, 2)}) == 6


@pytest.mark.parametrize("items", [5, 50, 120])
def test_num_items_per_epoch_counts_rows(items):
    batches = EpochBatches(50, 8, 1, items_per_epoch=items)

    drawn = [row for batch in batches for row, _ in batch]

    assert len(drawn) == items
    assert max(drawn.count(row) for row in set(drawn)) - items // 50 <= 1


def test_flips_come_as_often_as_asked():
    for probability in (0.0, 0.25, 1.0):
        flips = [f for batch in EpochBatches(2000, 8, 1, None, probability) for _, f in batch]
        assert sum(flips) / 2000 == pytest.approx(probability, abs=0.03)


def factors(**changes):
    """The rate's factor at the first step of each of ten epochs of ten steps."""
    plan = dataclasses.replace(PLAN, **changes)
    return [round(rate_factor(plan, epoch * 10, 10), 4) for epoch in range(10)]


def test_the_published_schedules():
    assert factors(shape="steps", step_at_epochs=(3, 8)) == [1.0] * 3 + [0.1] * 5 + [0.01] * 2
    stepped = factors(shape="init-step", init_epochs=4, step_epochs=3)
    assert stepped == [1.0] * 4 + [0.1] * 3 + [0.01] * 3
    assert factors(shape="constant") == [1.0] * 10
    assert factors(shape="linear")[5] == 0.5
    assert factors()[5] == 0.5 and factors()[0] == 1.0
    assert min(factors(minimum_rate=0.2)) > 0.2
    assert rate_factor(dataclasses.replace(PLAN, minimum_rate=0.2), 100, 10) == pytest.approx(0.2)


def test_the_warm_up_rises_from_its_ratio_and_never_swallows_a_short_run():
    plan = dataclasses.replace(PLAN, shape="constant", warmup_steps=10, warmup_ratio=0.1)

    assert [round(rate_factor(plan, s, 10), 2) for s in (0, 5, 10)] == [0.1, 0.55, 1.0]
    long = dataclasses.replace(plan, warmup_steps=1000)
    assert rate_factor(long, 20, 10) == 1.0


def test_the_effective_rate_is_the_batch_size_times_the_rate_per_item():
    values = {"batch_size": 64, "per_item_lrate": 1.953125e-05, "per_item_min_lrate": 1.5625e-08}

    plan = optimization_from(Hyperparameters(values, HYPERPARAMETERS), 1.0, 1, 1)

    assert plan.learning_rate == pytest.approx(1.25e-3) and plan.minimum_rate == pytest.approx(1e-6)


@pytest.mark.parametrize("shape", [(8, 8), (20, 30), (31, 17), (64, 64)])
def test_pixels_are_those_of_transformers_image_processors(shape):
    image = Image.effect_mandelbrot(shape, (-2, -1.2, 0.8, 1.2), 60).convert("RGB")
    square, exact = Preprocessing((16,)), Preprocessing((12, 20))

    for preprocessing, processor in (
        (square, BitImageProcessor(**settings_of(square))),
        (exact, ViTImageProcessor(**settings_of(exact))),
    ):
        expected = processor(image, return_tensors="pt")["pixel_values"][0]
        assert torch.allclose(preprocessing.pixels(image), expected, atol=0.02)
        again = Preprocessing.from_processor_config(preprocessing.processor_config())
        assert again == preprocessing


def settings_of(preprocessing):
    """The image processor's arguments."""
    config = preprocessing.processor_config()
    config.pop("image_processor_type")
    return config


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "MPO"])
def test_every_named_format_is_read(name):
    buffer = io.BytesIO()
    Image.new("RGB", (9, 7), (200, 10, 10)).save(buffer, name)

    assert decode_image(buffer.getvalue()).size == (9, 7)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_colour_mode_becomes_three_channels(mode):
    buffer = io.BytesIO()
    Image.new(mode, (4, 4)).save(buffer, "PNG")

    assert Preprocessing((8,)).pixels(decode_image(buffer.getvalue())).shape == (3, 8, 8)


def hostile_bytes():
    """Bytes that are no whole image of a known format."""
    whole = images()[0][0]
    thread, postscript = io.BytesIO(), io.BytesIO()
    Image.new("L", (10_000, 1)).save(thread, "PNG")
    Image.new("RGB", (4, 4)).save(postscript, "EPS")
    cut = [whole[: len(whole) * i // 8] for i in range(7)]
    return [*cut, b"GIF89a", b"\xff\xd8\xff", thread.getvalue(), postscript.getvalue()]


@pytest.mark.parametrize("data", hostile_bytes())
def test_hostile_bytes_are_unreadable_and_nothing_worse(data):
    with pytest.raises(ImageUnreadable):
        decode_image(data)
