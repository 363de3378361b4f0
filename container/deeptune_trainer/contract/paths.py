"""Every path of the container contract, built in this one place."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of one job below `root`: /opt/ml on SageMaker, any folder on a laptop."""

    root: Path

    @property
    def hyperparameters(self):
        return self.root / "input/config/hyperparameters.json"

    @property
    def job(self):
        return self.root / "input/data/train/job.json"

    @property
    def dataset_manifest(self):
        return self.root / "input/data/train/manifest.jsonl"

    @property
    def parent_export(self):
        """The channel `model`: the parent's artifact, or the one that is asked."""
        return self.root / "input/data/model"

    @property
    def base_model(self):
        return self.root / "input/data/base-model"

    @property
    def checkpoints(self):
        return self.root / "checkpoints"

    @property
    def progress(self):
        return self.checkpoints / "progress.jsonl"

    @property
    def training_log(self):
        return self.checkpoints / "training.log"

    @property
    def export(self):
        return self.checkpoints / "export"

    @property
    def predictions(self):
        return self.checkpoints / "predictions"

    @property
    def model(self):
        return self.root / "model"

    @property
    def failure(self):
        return self.root / "output/failure"

    def object(self, digest):
        """The file of the content-addressed object `digest` (64 lower-case hex digits)."""
        return self.root / "input/data/objects" / digest


def paths_from_environment():
    """The paths below DEEPTUNE_ML_ROOT, or below /opt/ml where that is not set."""
    return Paths(Path(os.environ.get("DEEPTUNE_ML_ROOT", "/opt/ml")))
