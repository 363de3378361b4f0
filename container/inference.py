"""Handlers for SageMaker's Hugging Face inference toolkit: the same JSON as serve.py.

Request: {"inputs": [{"image_base64": ...} | {"text": ...}]}. Response: {"modelVersionId",
"outputs": [...]}.
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from deeptune_trainer.predictors.predictor import load_predictor, predict_json

CONTENT_TYPE = "application/json"


def model_fn(model_dir: str, *_: Any) -> Any:
    """Loads the exported model in `model_dir`."""
    return load_predictor(model_dir)


def input_fn(body: str | bytes, content_type: str, *_: Any) -> list[Any]:
    """The request's list of inputs; ValueError for anything but JSON of the form above."""
    if content_type.split(";")[0].strip() != CONTENT_TYPE:
        raise ValueError(f"content type must be {CONTENT_TYPE}, not {content_type}")
    inputs = json.loads(body)["inputs"]
    if not isinstance(inputs, list):
        raise ValueError("inputs must be a list")
    return inputs


def predict_fn(inputs: list[Any], predictor: Any, *_: Any) -> dict[str, Any]:
    """One output per input, in the same order."""
    return {
        "modelVersionId": predictor.model_version_id,
        "outputs": predict_json(predictor, inputs),
    }


def output_fn(prediction: dict[str, Any], accept: str = CONTENT_TYPE, *_: Any) -> str:
    """The response body."""
    return json.dumps(prediction)
