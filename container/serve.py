"""Answers predictions over JSON lines on stdin and stdout: `python serve.py --model DIR`.

First line out: {"ready": true, "modelVersionId"}. Request: {"id", "inputs": [{"image_base64"} |
{"text"}]}. Response: {"id", "outputs": [{"concepts": [{id, name, value}]} | {"error": {code,
message}}]}, or {"id", "error"} where the line is not a request. Ends when stdin does.
"""

import argparse
import io
import json
import os
import sys
from typing import Any, TextIO

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
# What MPS cannot do yet (a backward pass of RT-DETR's sampling) is done on the CPU.
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as in train.py


def main() -> int:
    """Serves until stdin ends; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True, help="folder of an exported model")
    folder = parser.parse_args().model
    # A library that prints must not break the protocol: what is not ours goes to stderr.
    protocol = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n")
    from deeptune_trainer.predictors.predictor import load_predictor

    predictor = load_predictor(folder)
    send(protocol, {"ready": True, "modelVersionId": predictor.model_version_id})
    for line in requests:
        if line.strip():
            send(protocol, answer(predictor, line))
    return 0


def answer(predictor: Any, line: str) -> dict[str, Any]:
    """The response object to one request line."""
    from deeptune_trainer.predictors.predictor import predict_json

    request_id = None
    try:
        request = json.loads(line)
        request_id = request.get("id")
        inputs = request["inputs"]
        if not isinstance(inputs, list):
            raise TypeError("inputs must be a list")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {"id": request_id, "error": {"code": "request-invalid", "message": str(error)}}
    return {"id": request_id, "outputs": predict_json(predictor, inputs)}


def send(protocol: TextIO, message: dict[str, Any]) -> None:
    """Writes one protocol line, visible at once."""
    protocol.write(json.dumps(message, allow_nan=False) + "\n")
    protocol.flush()


if __name__ == "__main__":
    sys.exit(main())
