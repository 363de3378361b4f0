"""Predictions with an exported model of any recipe."""

import base64
import binascii
import importlib
import json
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..contract.durable_files import read_verified
from ..data.text_problem import text_problem

MODEL_FAILED = "the model could not answer this input; the host's log says why"


def load_predictor(folder: Path | str) -> Any:
    """The predictor of the export in `folder` (checkpoints/export or model/), with
    `predict(inputs)` and `model_version_id`. Raises FolderIncomplete for an artifact that does
    not match its manifest."""
    folder = Path(folder)
    manifest = read_verified(folder)
    module = importlib.import_module(f".{manifest['recipe']}", __package__)
    # Here and not above: it brings torch, which a reader of the formats does not need.
    from ..device.compute import prepare_compute

    predictor = module.load(folder, prepare_compute(manifest["baseModel"]))
    predictor.model_version_id = manifest["modelVersionId"]
    return predictor


def read_concepts(folder: Path) -> list[dict[str, str]]:
    """[{id, name}] in the order of the model's outputs."""
    return json.loads((folder / "concepts.json").read_text(encoding="utf-8"))


def ranked(concepts: Sequence[dict[str, str]], scores: Any) -> dict[str, Any]:
    """{"concepts": [{id, name, value}]}, the highest value first; `scores` is a sequence of
    floats."""
    valued = [
        {**concept, "value": float(score)} for concept, score in zip(concepts, scores, strict=True)
    ]
    return {"concepts": sorted(valued, key=lambda concept: -concept["value"])}


def failed(code: str, message: str) -> dict[str, Any]:
    """The output of an input that could not be answered."""
    return {"error": {"code": code, "message": message}}


def predict_json(
    predictor: Any, inputs: Sequence[dict[str, Any] | int | None]
) -> list[dict[str, Any]]:
    """As predictor.predict, for inputs as they come in JSON: an image is {"image_base64":
    string}. Never raises: an input on which the model fails has an error as its output, and what
    failed stands on stderr, for the host's log alone."""
    decoded = [decoded_input(value) for value in inputs]
    readable = [value for value in decoded if "error" not in value]
    outputs = iter(predict_whatever_comes(predictor, readable))
    return [value if "error" in value else next(outputs) for value in decoded]


def predict_whatever_comes(predictor: Any, inputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As predictor.predict; where that raises, each input is asked about by itself."""
    try:
        outputs = list(predictor.predict(inputs))
        json.dumps(outputs, allow_nan=False)  # no JSON has NaN: a model that answers it has failed
        return outputs
    except Exception:  # a library's own errors, out of memory among them
        if len(inputs) > 1:
            return [predict_whatever_comes(predictor, [value])[0] for value in inputs]
        traceback.print_exc()
    return [failed("prediction-failed", MODEL_FAILED)]


def decoded_input(value: dict[str, Any] | int | None) -> dict[str, Any]:
    """{"image": bytes}, {"text": str, "generation"?: dict} or {"error": ...}."""
    if isinstance(value, dict) and isinstance(value.get("image_base64"), str):
        try:
            return {"image": base64.b64decode(value["image_base64"], validate=True)}
        except (binascii.Error, ValueError) as error:
            return failed("input-unreadable", f"image_base64: {error}")
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        wishes = value.get("generation", {})
        if not isinstance(wishes, dict):
            return failed("input-invalid", f"generation must be an object, not {wishes!r}")
        return {name: value[name] for name in ("text", "generation") if name in value}
    return failed("input-invalid", "an input is {image_base64: string} or {text: string}")


def predict_each(inputs: Sequence[dict[str, Any]], predictor: Any) -> list[dict[str, Any]]:
    """One output per input, in order: `predictor.prepare(input)` gives a prepared input or raises
    ValueError, which becomes that input's error, with its `code` if it has one;
    `predictor.answer(list of prepared)` gives the model's answers for a batch, and
    `predictor.output(answer, prepared)` one of them as JSON."""
    outputs: list[dict[str, Any]] = []
    waiting: list[tuple[int, Any]] = []
    for value in inputs:
        try:
            waiting.append((len(outputs), predictor.prepare(value)))
            outputs.append({})
        except ValueError as error:
            outputs.append(failed(getattr(error, "code", "input-unreadable"), str(error)))
    for start in range(0, len(waiting), predictor.batch_size):
        part = waiting[start : start + predictor.batch_size]
        answers = predictor.answer([prepared for _, prepared in part])
        for (place, prepared), answer in zip(part, answers, strict=True):
            outputs[place] = predictor.output(answer, prepared)
    return outputs


def text_of(value: dict[str, Any]) -> str:
    """The text of one input, {"text": str}; ValueError where there is none."""
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("this model needs a text")
    problem = text_problem(text)
    if problem:
        raise ValueError(problem)
    return text
