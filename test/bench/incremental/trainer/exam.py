"""What an exported classifier answers to the rows of an exam."""

import json

from deeptune_trainer.predictors.predictor import load_predictor, predict_json


def exam_rows(path, part="exam"):
    """The rows of one part of a stream, see streams.py."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["part"] == part]


def answers(export, path):
    """The likeliest concept of each row of the exam, in their order."""
    outputs = predict_json(
        load_predictor(export), [asked(row) for row in exam_rows(path)]
    )
    return [output["concepts"][0]["id"] for output in outputs]


def asked(row):
    """A row as a question."""
    if "text" in row:
        return {"text": row["text"]}
    return {"image_base64": row["base64"]}
