"""The table of test/intake/, which API and importer pass too: what is decoded, and what refused."""

import json
import re
from pathlib import Path

import pytest
import torch

from deeptune_trainer.data.images import Preprocessing, image_of
from deeptune_trainer.data.pictures.decoding import (
    MAX_ASPECT_RATIO,
    MAX_PIXELS,
    ImageUnreadable,
    decode_and_look,
    decode_image,
)
from deeptune_trainer.data.region_shapes import ShapeInvalid, decode_mask
from deeptune_trainer.data.text_problem import text_problem
from deeptune_trainer.predictors.predictor import predict_each, text_of

REPOSITORY = Path(__file__).parents[3]
INTAKE = REPOSITORY / "test/intake"
TABLE = json.loads((INTAKE / "pictures.json").read_text("utf-8"))
TEXTS = json.loads((INTAKE / "texts.json").read_text("utf-8"))["texts"]
TAKEN = [row for row in TABLE["pictures"] if "rgb" in row]
REFUSED = [row for row in TABLE["pictures"] if "refused" in row]


def name_of(row):
    return row.get("file", row["what"])


def bytes_of(row):
    return (INTAKE / "files" / row["file"]).read_bytes()


def assert_shows(image, row):
    """The picture has the table's size and its colours at the table's points."""
    assert (image.mode, image.size) == ("RGB", (TABLE["width"], TABLE["height"]))
    for point, wanted in zip(TABLE["points"], row["rgb"], strict=True):
        found = image.getpixel(tuple(point))
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= TABLE["tolerance"]


@pytest.mark.parametrize("row", TAKEN, ids=name_of)
def test_a_picture_is_decoded_as_people_see_it(row):
    decoded = decode_and_look(bytes_of(row))

    assert_shows(decoded.image, row)
    assert sorted(decoded.notes) == sorted(row["notes"])


@pytest.mark.parametrize("row", REFUSED, ids=name_of)
def test_what_is_no_whole_picture_is_refused_with_its_code(row):
    with pytest.raises(ImageUnreadable) as refused:
        decode_and_look(bytes_of(row))

    assert refused.value.code == row["refused"] and str(refused.value)


@pytest.mark.parametrize("row", TAKEN, ids=name_of)
def test_training_and_prediction_see_the_same_pixels(row):
    preprocessing = Preprocessing((16, 16))

    trained = preprocessing.pixels(decode_image(bytes_of(row)))
    predicted = preprocessing.pixels(image_of({"image": bytes_of(row)}))

    assert torch.equal(trained, predicted)


class Seeing:
    """A predictor whose answer is the picture that it was given."""

    batch_size = 4

    def prepare(self, value):
        return image_of(value)

    def answer(self, prepared):
        return prepared

    def output(self, answer, _):
        return {"seen": answer}


def test_a_predictor_answers_what_it_can_read_and_says_why_not_of_the_rest():
    rows = TABLE["pictures"]

    outputs = predict_each([{"image": bytes_of(row)} for row in rows], Seeing())

    for row, output in zip(rows, outputs, strict=True):
        if "refused" in row:
            assert output["error"]["code"] == row["refused"]
            assert output["error"]["message"].startswith(f"{row['refused']}: ")
        else:
            assert_shows(output["seen"], row)


@pytest.mark.parametrize("name", ["rgb.bmp", "rgb.png", "rgb.webp"])
def test_an_ordinary_picture_is_the_pixels_of_its_file(name):
    pixels = decode_image((INTAKE / "files" / name).read_bytes())
    reference = decode_image((INTAKE / "files/rgb.png").read_bytes())

    assert pixels.tobytes() == reference.tobytes()


@pytest.mark.parametrize("name", ["bomb.png", "cut.png", "page.html", "rgb.bmp"])
def test_a_mask_is_a_whole_png_of_a_size_that_is_taken(name):
    with pytest.raises(ShapeInvalid):
        decode_mask((INTAKE / "files" / name).read_bytes())


@pytest.mark.parametrize("row", TEXTS, ids=name_of)
def test_a_text_is_taken_as_it_is_or_refused(row):
    if "refused" not in row:
        assert text_of({"text": row["text"]}) == row["text"]
        return
    place = len(
        row["text"].encode("utf-16-le", "surrogatepass")[: 2 * row["refused"]].decode("utf-16-le")
    )
    problem = text_problem(row["text"])
    assert problem is not None and f"character {place + 1} " in problem
    with pytest.raises(ValueError, match="character"):
        text_of({"text": row["text"]})


def test_the_limits_are_those_of_intake():
    source = (REPOSITORY / "core/dataset/image/dimensions.ts").read_text("utf-8")
    limits = dict(re.findall(r"export const (\w+) = ([\d_]+);", source))

    assert int(limits["maxPixels"]) == MAX_PIXELS
    assert int(limits["maxAspectRatio"]) == MAX_ASPECT_RATIO
