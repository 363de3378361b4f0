"""Every path of the container contract, built in this one place."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of one job below `root`: /opt/ml on SageMaker, any folder on a laptop."""

    root: Path

    @property
    def hyperparameters(self) -> Path:
        return self.root / "input/config/hyperparameters.json"

    @property
    def job(self) -> Path:
        return self.root / "input/data/train/job.json"

    @property
    def dataset_manifest(self) -> Path:
        return self.root / "input/data/train/manifest.jsonl"

    @property
    def parent_export(self) -> Path:
        """The channel `model`: the parent's artifact, or the one that is asked."""
        return self.root / "input/data/model"

    @property
    def candidate_export(self) -> Path:
        """The channel `candidate`: the other end of a dial."""
        return self.root / "input/data/candidate"

    @property
    def base_model(self) -> Path:
        return self.root / "input/data/base-model"

    @property
    def checkpoints(self) -> Path:
        return self.root / "checkpoints"

    @property
    def progress(self) -> Path:
        return self.checkpoints / "progress.jsonl"

    @property
    def training_log(self) -> Path:
        return self.checkpoints / "training.log"

    @property
    def times(self) -> Path:
        return self.checkpoints / "times.json"

    @property
    def export(self) -> Path:
        return self.checkpoints / "export"

    @property
    def held_out(self) -> Path:
        return self.checkpoints / "held-out.jsonl"

    @property
    def gate_answers(self) -> Path:
        return self.checkpoints / "gate-answers.jsonl"

    @property
    def exemplars(self) -> Path:
        return self.checkpoints / "exemplars.json"

    @property
    def dial(self) -> Path:
        return self.checkpoints / "dial.json"

    @property
    def predictions(self) -> Path:
        return self.checkpoints / "predictions"

    @property
    def model(self) -> Path:
        return self.root / "model"

    @property
    def failure(self) -> Path:
        return self.root / "output/failure"

    def object(self, digest: str) -> Path:
        """The file of the content-addressed object `digest` (64 lower-case hex digits)."""
        return self.root / "input/data/objects" / digest


def paths_from_environment() -> Paths:
    """The paths below DEEPTUNE_ML_ROOT, or below /opt/ml where that is not set."""
    return Paths(Path(os.environ.get("DEEPTUNE_ML_ROOT", "/opt/ml")))
