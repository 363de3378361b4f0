"""Handwritten digits as inputs of Clarifai's interface."""

import base64

from clarifai_grpc.grpc.api import resources_pb2 as api
from clarifai_grpc.grpc.api.status.status_code_pb2 import StatusCode
from service import rows, same

DIGITS = rows("DEEPTUNE_DIGITS")


def digits_of(label, start, end):
    """Some of the digits that show `label`."""
    return [digit for digit in DIGITS if digit["label"] == label][start:end]


def image_of(row):
    return api.Image(base64=base64.b64decode(row["base64"]))


def input_of(digit, dataset_ids=()):
    """A positive example of the digit's own concept and a negative one of another."""
    label = digit["label"]
    concepts = [
        api.Concept(id=f"digit-{label}", value=1),
        api.Concept(id=f"digit-{1 if label == 0 else 0}", value=0),
    ]
    data = api.Data(image=image_of(digit), concepts=concepts)
    return api.Input(id=digit["id"], dataset_ids=dataset_ids, data=data)


def upload(service, digits, *dataset_ids):
    inputs = [input_of(digit, dataset_ids) for digit in digits]
    answer = service.call("PostInputs", inputs=inputs)
    codes = {each.status.code for each in answer.inputs}
    same("status of the inputs", codes, {StatusCode.INPUT_DOWNLOAD_SUCCESS})
