"""A model server as SageMaker's inference toolkit is one: `python model_host.py --model FOLDER`
loads
`code/inference.py` of an unpacked model.tar.gz and calls its four functions.

Speaks the JSON lines of container/serve.py, so that local/predictor/predictor-process.ts can drive it.
"""

import json
import os
import sys

protocol = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

folder = sys.argv[sys.argv.index("--model") + 1]
sys.path.insert(0, os.path.join(folder, "code"))

import inference


def send(message):
    """Writes one line."""
    protocol.write(json.dumps(message) + "\n")
    protocol.flush()


model = inference.model_fn(folder)
send({"ready": True})
for line in sys.stdin:
    request = json.loads(line)
    body = json.dumps({"inputs": request["inputs"]})
    inputs = inference.input_fn(body, inference.CONTENT_TYPE)
    answer = json.loads(inference.output_fn(inference.predict_fn(inputs, model)))
    send({"id": request["id"], **answer})
