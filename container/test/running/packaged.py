"""The packaged base models for tests: real weights, from the pinned packages."""

from deeptune_trainer.models.base.packaged_conversion import write_packaged_model
from deeptune_trainer.models.base.packaged_models import PACKAGED_MODELS


def write_folders(folder):
    """Writes each packaged model below `folder` and returns it."""
    for name in PACKAGED_MODELS:
        write_packaged_model(name, folder / name)
    return folder


def stage(root, packaged, name):
    """Puts the packaged model where a job below `root` reads its base model."""
    (root / "input/data").mkdir(parents=True, exist_ok=True)
    (root / "input/data/base-model").symlink_to(packaged / name)
