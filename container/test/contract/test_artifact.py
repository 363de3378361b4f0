"""The folder model/ as a job leaves it."""

import os

import pytest

from deeptune_trainer.contract.paths import Paths
from deeptune_trainer.export.artifact import INFERENCE, PACKAGE, fill_model_folder


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_what_is_copied_has_the_modes_of_the_job_and_not_those_of_its_source(tmp_path):
    paths = Paths(tmp_path)
    (paths.export / "adapter").mkdir(parents=True)
    for name in ("manifest.json", "adapter/weights"):
        (paths.export / name).write_bytes(name.encode())
        (paths.export / name).chmod(0o644)
    before = os.umask(0o077)
    try:
        fill_model_folder(paths)
        fill_model_folder(paths)  # As a job that goes on does.
    finally:
        os.umask(before)

    copied = [paths.model, *paths.model.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in copied} == {0}
    assert (paths.model / "adapter/weights").read_bytes() == b"adapter/weights"
    code = paths.model / "code"
    assert (code / "inference.py").read_bytes() == INFERENCE.read_bytes()
    wanted = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py")}
    found = {path.relative_to(code / "deeptune_trainer") for path in code.rglob("*/*.py")}
    assert found == wanted and not [*code.rglob("__pycache__")]
