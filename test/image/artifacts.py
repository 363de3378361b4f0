"""`python artifacts.py FOLDER`: trains one small job of each recipe and leaves of each
FOLDER/<recipe>/model, the inputs it is asked and the trainer's own answers, as JSON."""

import base64
import json
import sys
import tempfile
from pathlib import Path

from deeptune_trainer.contract.environment import read_image_file
from deeptune_trainer.contract.vendored import use_vendored_packages
from image_packages import refuse_another_environment

# Once, and before the vendored packages count as installed: jobs import this file again.
if __name__ == "__main__":
    refuse_another_environment(read_image_file()["training"])
use_vendored_packages()

from bench_jobs import JOBS, write_bench_job
from deeptune_trainer.predictors.predictor import load_predictor, predict_json
from jobs import run_job

MAX_INPUTS = 8


def main():
    """Fills the folder that the command line names."""
    target = Path(sys.argv[1])
    for recipe in JOBS:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "ml"
            write_bench_job(recipe, root)
            code, log = run_job(root)
            if code:
                raise SystemExit(f"{recipe} ended with {code}:\n{log}")
            keep(root, target / recipe)
        print(f"  {recipe}", flush=True)


def keep(root, target):
    """Moves the model out of the job and asks it the job's own held-out inputs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.mkdir()
    (root / "model").rename(target / "model")
    inputs = held_out_inputs(root)
    outputs = predict_json(load_predictor(target / "model"), inputs)
    (target / "inputs.json").write_text(json.dumps(inputs))
    (target / "answers.json").write_text(json.dumps(outputs))


def held_out_inputs(root):
    """Some of the job's held-out rows as a request's inputs, and one that has neither image nor
    text."""
    lines = (root / "input/data/train/manifest.jsonl").read_text().splitlines()
    rows = [row for row in map(json.loads, lines) if row["split"] == "test"]
    inputs = []
    for row in rows[:: max(1, len(rows) // MAX_INPUTS)][:MAX_INPUTS]:
        if row["object"]:
            image = (root / "input/data/objects" / row["object"]).read_bytes()
            inputs.append({"image_base64": base64.b64encode(image).decode()})
        else:
            inputs.append({"text": row["text"]})
    return [*inputs, {"nothing": True}]


if __name__ == "__main__":
    main()
