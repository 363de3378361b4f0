"""The versions that a training is refused for, and the packages that travel with the trainer."""

import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deeptune_trainer.contract import environment, vendored
from deeptune_trainer.contract.environment import (
    found_version,
    read_image_file,
    refuse_untested_environment,
)
from deeptune_trainer.contract.failures import PlatformFault

CONTAINER = Path(__file__).parents[2]
IMAGE = read_image_file()
HERE = {"python": IMAGE["here"]["python"][0], **IMAGE["here"]["packages"]}
WHEEL = IMAGE["vendored"][0]
OF_THE_IMAGE = {"python": IMAGE["training"]["python"], **IMAGE["training"]["packages"]}
OF_THE_IMAGE |= IMAGE["training"]["needed"] | {WHEEL["name"]: WHEEL["version"]}


@pytest.fixture
def installed(monkeypatch):
    """Replaces what is found here: installed({name: version or None})."""

    def install(versions):
        monkeypatch.setattr(environment, "found_version", versions.get)

    return install


@pytest.mark.parametrize(
    "versions",
    [
        OF_THE_IMAGE,
        OF_THE_IMAGE | {"torch": HERE["torch"]},
        OF_THE_IMAGE | HERE,
        OF_THE_IMAGE | {"pillow": "99.0.0"},  # needed in any version: AWS publishes none
    ],
)
def test_what_was_tested_is_accepted(installed, versions):
    installed(versions)

    refuse_untested_environment()


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("transformers", "5.13.1"),
        ("transformers", "5.3.1"),  # a patch release is another version
        ("torch", "2.9.1"),
        ("torch", None),
        ("numpy", "2.4.6"),
        ("python", "3.13"),
        ("pycocotools", None),
        ("scipy", None),
    ],
)
def test_anything_else_is_refused_with_both_lists(installed, name, version):
    installed(OF_THE_IMAGE | {name: version})

    with pytest.raises(PlatformFault) as caught:
        refuse_untested_environment()

    assert caught.value.code == "image-unsupported" and caught.value.fault == "platform"
    text = str(caught.value)
    assert f"this environment's {name}. Found: " in text
    found, tested = text.split("Found: ")[1].split(". Tested: ")
    assert f"{name} {version or 'absent'}" in found.split(", ")
    assert {entry.split(" ")[0] for entry in found.split(", ")} == OF_THE_IMAGE.keys()
    assert "torch 2.9.0 or 2.13.0" in tested and "transformers 5.3.0" in tested
    # SageMaker keeps 1,024 characters of a failure's text.
    assert len(text) < 900


def test_the_build_of_a_version_does_not_matter(monkeypatch):
    monkeypatch.setattr(environment.metadata, "version", lambda name: "2.9.0+cu129")

    assert found_version("torch") == "2.9.0"


def test_a_job_fails_before_it_reads_or_imports_anything(tmp_path):
    """The job below the root is empty: the versions come first."""
    packages = tmp_path / "packages"
    for name, version in {"transformers": "5.13.1", "torch": "2.9.0"}.items():
        folder = packages / f"{name}-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        (packages / f"{name}.py").write_text("raise RuntimeError('imported')\n")
    variables = {"DEEPTUNE_ML_ROOT": str(tmp_path / "ml"), "PYTHONPATH": str(packages)}

    done = subprocess.run(
        [sys.executable, str(CONTAINER / "train.py")], env=variables, capture_output=True, text=True
    )

    failure = json.loads((tmp_path / "ml/output/failure").read_text())
    assert done.returncode == 1, done.stderr
    assert failure["code"] == "image-unsupported" and failure["fault"] == "platform"
    assert "transformers 5.13.1" in failure["message"]


def test_the_pins_are_the_versions_of_the_image():
    lines = (CONTAINER / "requirements.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if re.match(r"[\w-]+==", line))
    training = IMAGE["training"]
    versions = training["packages"] | training["needed"] | training["others"]

    vendored_here = {wheel["name"]: wheel["version"] for wheel in IMAGE["vendored"]}
    expected = versions | vendored_here | IMAGE["here"]["packages"]
    assert pins == {name: expected[name] for name in pins}
    assert pins.keys() >= training["packages"].keys() | training["needed"].keys()
    assert [n for n in pins if pins[n] != (versions | vendored_here).get(n)] == ["torch"]


@pytest.mark.parametrize(
    ("minor", "machine", "library", "is_right"),
    [
        (12, "x86_64", ("glibc", "2.35"), True),
        (13, "x86_64", ("glibc", "2.35"), True),  # abi3: also for newer ones
        (11, "x86_64", ("glibc", "2.35"), False),
        (12, "aarch64", ("glibc", "2.35"), False),
        (12, "x86_64", ("glibc", "2.12"), False),
        (12, "x86_64", ("", ""), False),
    ],
)
def test_a_wheel_fits_by_its_name(monkeypatch, minor, machine, library, is_right):
    monkeypatch.setattr(vendored.platform, "machine", lambda: machine)
    monkeypatch.setattr(vendored.platform, "libc_ver", lambda: library)

    assert vendored.fits(WHEEL["wheel"], minor) == is_right
    assert not vendored.fits(WHEEL["wheel"].replace("abi3", "cp312"), 13)
    assert not vendored.fits("pycocotools-2.0.11.tar.gz")


@pytest.mark.parametrize(
    ("is_missing", "does_fit", "is_used"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_vendored_packages_stand_in_for_missing_ones_only(
    tmp_path, monkeypatch, is_missing, does_fit, is_used
):
    monkeypatch.setattr(vendored, "is_installed", lambda name: not is_missing)
    monkeypatch.setattr(vendored, "fits", lambda wheel: does_fit)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "only_vendored.py").write_text("IS_HERE = True\n")

    vendored.use_vendored_packages(tmp_path)

    assert (str(tmp_path) in sys.path) == is_used
    if is_used:
        assert sys.path[-1] == str(tmp_path), "what is installed wins"
        assert importlib.import_module("only_vendored").IS_HERE


def test_nothing_is_added_where_nothing_is_vendored(tmp_path, monkeypatch):
    monkeypatch.setattr(vendored, "is_installed", lambda name: False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    shutil.rmtree(tmp_path)

    vendored.use_vendored_packages(tmp_path)

    assert str(tmp_path) not in sys.path


def test_an_own_image_starts_from_the_release_whose_versions_were_noted():
    training = IMAGE["training"]
    dockerfile = (CONTAINER / "Dockerfile").read_text()
    build = (CONTAINER / "buildspec.yml").read_text()
    packages = training["packages"]

    assert f"/{training['repository']}@{training['digest']}\n" in dockerfile
    beginning = f"{packages['torch']}-transformers{packages['transformers']}-py312"
    assert f"TAG_BEGINNING: {beginning}\n" in build
    assert training["tag"].startswith(f"{packages['torch']}-transformers{packages['transformers']}")
