"""Predictions: the predictor, the JSON lines server, SageMaker's handlers."""

import base64
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import digits
import pytest
from digits import concepts, rows
from jobs import progress_of, write_job
from texts import TOPICS, text_rows

from deeptune_trainer.contract.durable_files import FolderIncomplete
from deeptune_trainer.predictors.predictor import load_predictor, predict_json

CONTAINER = Path(__file__).parents[2]


def held_out_images(count):
    """[(png bytes, digit)] of held-out digits 0 to 7."""
    return [(data, digit) for data, digit in digits.images()[1500:] if digit < 8][:count]


@pytest.fixture(scope="module")
def predictor(trained):
    return load_predictor(trained[0] / "checkpoints/export")


def test_predictions_agree_with_the_reported_accuracy(predictor, trained, metrics_of):
    images = held_out_images(999)

    outputs = predictor.predict([{"image": data} for data, _ in images])

    right = sum(
        o["concepts"][0]["id"] == f"digit-{d}" for o, (_, d) in zip(outputs, images, strict=True)
    )
    held_out = metrics_of(trained[0])["heldOut"]
    assert len(images) == held_out["count"]
    assert right / len(images) == pytest.approx(held_out["accuracy"])


def test_concepts_come_with_name_and_value_the_likeliest_first(predictor):
    (output,) = predictor.predict([{"image": held_out_images(1)[0][0]}])

    values = [concept["value"] for concept in output["concepts"]]
    assert values == sorted(values, reverse=True) and all(0 <= v <= 1 for v in values)
    assert {c["name"] for c in output["concepts"]} == {f"Digit {i}" for i in range(8)}
    assert predictor.model_version_id == "v1"


def test_an_unreadable_input_does_not_spoil_its_neighbours(predictor):
    image = held_out_images(1)[0][0]

    outputs = predictor.predict(
        [{"image": image}, {"image": b"?"}, {"text": "x"}, {"image": image}]
    )

    assert outputs[0] == outputs[3] and outputs[0]["concepts"]
    codes = [output["error"]["code"] for output in outputs[1:3]]
    assert codes == ["not-an-image", "input-unreadable"]


@pytest.mark.parametrize(
    "value", [None, 3, {}, {"image_base64": 3}, {"image_base64": "%%"}, {"text": None}]
)
def test_any_json_gets_an_answer(predictor, value):
    (output,) = predict_json(predictor, [value])

    assert output["error"]["code"] in ("input-invalid", "input-unreadable")


class Fragile:
    """A model whose library fails on one input, and on every batch that has it."""

    def predict(self, inputs):
        if any(value["text"] == "bad" for value in inputs):
            raise RuntimeError("CUDA error at /home/someone/kernel.cu")
        return [
            {"value": float("nan") if value["text"] == "nan" else len(value["text"])}
            for value in inputs
        ]


def test_a_model_that_fails_on_one_input_answers_the_others(capsys):
    outputs = predict_json(Fragile(), [{"text": text} for text in ("good", "bad", "", "nan")])

    assert [output.get("value") for output in outputs] == [4, None, 0, None]
    for output in (outputs[1], outputs[3]):
        assert output["error"]["code"] == "prediction-failed"
        assert "kernel.cu" not in output["error"]["message"]
    assert "kernel.cu" in capsys.readouterr().err


def test_a_damaged_artifact_is_not_served(trained, tmp_path):
    folder = shutil.copytree(trained[0] / "checkpoints/export", tmp_path / "export")
    (folder / "config.json").write_text("{}")

    with pytest.raises(FolderIncomplete):
        load_predictor(folder)


def test_text_predictions_agree_with_the_reported_accuracy(trained_text, metrics_of):
    predictor = load_predictor(trained_text[0] / "model")
    held_out = [row for row in text_rows(TOPICS[:3]) if row["split"] == "test"]

    outputs = predictor.predict([{"text": row["text"]} for row in held_out])

    right = [
        output["concepts"][0]["id"] == row["concepts"][0]["id"]
        for output, row in zip(outputs, held_out, strict=True)
    ]
    accuracy = metrics_of(trained_text[0])["heldOut"]["accuracy"]
    assert sum(right) / len(right) == pytest.approx(accuracy)
    assert "error" in predictor.predict([{"text": "  "}])[0]


def test_serve_speaks_json_lines_and_nothing_else(trained):
    images = held_out_images(2)
    encoded = [{"image_base64": base64.b64encode(data).decode()} for data, _ in images]
    requests = [
        json.dumps({"id": 1, "inputs": encoded}),
        "no json",
        json.dumps({"id": 2}),
        json.dumps({"id": "three", "inputs": [{"text": "x"}]}),
        json.dumps([1]),
        "",
        json.dumps({"id": 4, "inputs": []}),
    ]
    command = [sys.executable, str(CONTAINER / "serve.py"), "--model", str(trained[0] / "model")]

    done = subprocess.run(
        command, input="\n".join(requests), capture_output=True, text=True, cwd="/"
    )

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0] == {"ready": True, "modelVersionId": "v1"}
    assert [line["id"] for line in lines[1:]] == [1, None, 2, "three", None, 4]
    top = [output["concepts"][0]["id"] for output in lines[1]["outputs"]]
    assert top == [f"digit-{digit}" for _, digit in images]
    assert lines[2]["error"]["code"] == "request-invalid"
    assert lines[4]["outputs"][0]["error"]["code"] == "input-unreadable"
    assert lines[6]["outputs"] == []


def test_the_model_folder_serves_itself_in_sagemakers_toolkit(trained):
    path = trained[0] / "model/code/inference.py"
    spec = importlib.util.spec_from_file_location("user_inference", path)
    handlers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(handlers)
    data, digit = held_out_images(1)[0]
    body = json.dumps({"inputs": [{"image_base64": base64.b64encode(data).decode()}]})

    model = handlers.model_fn(str(trained[0] / "model"))
    inputs = handlers.input_fn(body, "application/json; charset=utf-8")
    answer = json.loads(handlers.output_fn(handlers.predict_fn(inputs, model), "application/json"))

    assert answer["modelVersionId"] == "v1"
    assert answer["outputs"][0]["concepts"][0]["id"] == f"digit-{digit}"
    with pytest.raises(ValueError):
        handlers.input_fn(body, "text/csv")


def test_train_py_runs_as_a_script_from_anywhere(objects, root):
    write_job(root, rows(64, 16), concepts(range(10)), {"image_size": 8, "num_epochs": 1}, objects)
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment["DEEPTUNE_ML_ROOT"] = str(root)
    command = [sys.executable, str(CONTAINER / "train.py")]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("start: job ft-v1-a1") and done.stdout.endswith("done\n")
    assert progress_of(root)[-1]["stage"] == "saving"


def test_predictors_need_no_package_that_the_inference_image_lacks():
    """Metrics need scikit-learn and pycocotools; predictions must not."""
    absent = json.loads((CONTAINER / "image.json").read_text())["inference"]["absent"]
    modules = {"scikit-learn": "sklearn"}
    code = f"""
import importlib, pkgutil, sys
for name in {[modules.get(name, name) for name in absent]!r}:
    sys.modules[name] = None
from deeptune_trainer import predictors
for found in pkgutil.iter_modules(predictors.__path__):
    importlib.import_module("deeptune_trainer.predictors." + found.name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
