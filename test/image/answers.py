"""`python answers.py FOLDER`: asks FOLDER/model as SageMaker's Hugging Face inference toolkit does,
through the artifact's own code/inference.py, and compares with the trainer's answers in
FOLDER/answers.json."""

import base64
import importlib
import io
import json
import sys
from inspect import signature
from pathlib import Path

import numpy as np
from image_packages import refuse_another_environment
from PIL import Image

REPOSITORY = Path(__file__).parent.parent.parent
CONTENT_TYPE = "application/json"
TOLERANCE = 1e-4  # of numbers between 0 and 1, from another torch
GREY_LEVELS = 2  # of 255, in a heatmap
MASK_SHARE = 0.999  # of a mask's pixels that must be equal
# How many arguments the toolkit's own functions have; ours get the context as one more where they
# have as many (HuggingFaceHandlerService.function_extra_arg).
ARGUMENTS = {"model_fn": 2, "input_fn": 3, "predict_fn": 3, "output_fn": 3}


def main():
    """Compares; ends with a message where an answer differs."""
    image = json.loads((REPOSITORY / "container/image.json").read_text())["inference"]
    refuse_another_environment(image)
    folder = Path(sys.argv[1])
    inputs = json.loads((folder / "inputs.json").read_text())
    expected = json.loads((folder / "answers.json").read_text())
    answer = json.loads(ask(folder / "model", json.dumps({"inputs": inputs})))
    assert answer["modelVersionId"] == "v1", answer
    compare(answer["outputs"], expected, "outputs")
    print(f"  {len(expected)} answers agree: {json.dumps(expected)[:100]}")


def ask(model_dir, body):
    """The response body to a request body, by the toolkit's way through the four functions."""
    sys.path.insert(0, str(model_dir / "code"))
    module = importlib.import_module("inference")

    def call(name, *arguments):
        function = getattr(module, name)
        takes_context = len(signature(function).parameters) == ARGUMENTS[name]
        return function(*arguments, *([{"context": True}] if takes_context else []))

    model = call("model_fn", str(model_dir))
    data = call("input_fn", body, CONTENT_TYPE)
    return call("output_fn", call("predict_fn", data, model), CONTENT_TYPE)


def compare(found, expected, place):
    """AssertionError, with the place, where they are not the same but for TOLERANCE."""
    if isinstance(expected, dict):
        assert isinstance(found, dict) and found.keys() == expected.keys(), (
            place,
            found,
            expected,
        )
        for name, value in expected.items():
            compare_field(found[name], value, f"{place}.{name}")
    elif isinstance(expected, list):
        assert isinstance(found, list) and len(found) == len(expected), (
            place,
            found,
            expected,
        )
        for index, value in enumerate(expected):
            compare(found[index], value, f"{place}[{index}]")
    elif isinstance(expected, float):
        assert abs(found - expected) <= TOLERANCE, (place, found, expected)
    else:
        assert found == expected, (place, found, expected)


def compare_field(found, expected, place):
    """As compare; pictures by their pixels."""
    if expected is not None and place.endswith("_base64"):
        pixels, wanted = picture(found), picture(expected)
        assert pixels.shape == wanted.shape, (place, pixels.shape, wanted.shape)
        if "mask" in place:
            share = float(np.mean(pixels == wanted))
            assert share >= MASK_SHARE, (place, share)
        else:
            assert int(np.abs(pixels - wanted).max()) <= GREY_LEVELS, place
    else:
        compare(found, expected, place)


def picture(text):
    """The pixels of a PNG in base64."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text)))).astype(int)


if __name__ == "__main__":
    main()
