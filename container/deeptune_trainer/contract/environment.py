"""Whether the trainer runs with the versions it was tested with: those of image.json. Imports none
of them, so that it answers before a missing or strange package can fail in its own way."""

import json
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from .failures import PlatformFault

IMAGE_FILE = Path(__file__).parents[2] / "image.json"


def refuse_untested_environment() -> None:
    """PlatformFault `image-unsupported`, with what was found and what was tested, where a version
    differs from the tested ones or a package is missing."""
    tested = tested_versions(read_image_file())
    found = {name: found_version(name) for name in tested}
    wrong = [name for name in tested if not is_tested(found[name], tested[name])]
    if wrong:
        raise PlatformFault("image-unsupported", message(wrong, found, tested))


def is_tested(version: str | None, versions: tuple[str, ...]) -> bool:
    """True for one of the tested versions, or for any version where none is named."""
    return version is not None and (not versions or version in versions)


def read_image_file() -> dict[str, Any]:
    """image.json; PlatformFault `image-unsupported` where it does not lie beside the trainer."""
    try:
        image: dict[str, Any] = json.loads(IMAGE_FILE.read_text(encoding="utf-8"))
        return image
    except (OSError, ValueError) as error:
        text = f"the file that names the tested versions: {error}"
        raise PlatformFault("image-unsupported", text) from error


def tested_versions(image: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """name -> the versions that were tested, the image's first; () where any version is right.

    Nothing is derived from a version's parts: a patch release that was not tested is not accepted.
    """
    training, here = image["training"], image["here"]
    tested = {"python": (training["python"], *here["python"])}
    for name, version in training["packages"].items():
        other = here["packages"].get(name)
        tested[name] = (version, other) if other else (version,)
    tested |= dict.fromkeys(training["needed"], ())
    return tested | {wheel["name"]: (wheel["version"],) for wheel in image["vendored"]}


def found_version(name: str) -> str | None:
    """Of a package "2.9.0", without the build that stands behind a plus sign (2.9.0+cu129,
    2.13.0+cpu), None where it is not installed; of Python "3.12", whose patch releases change
    nothing that the trainer relies on."""
    if name == "python":
        return ".".join(map(str, sys.version_info[:2]))
    try:
        return metadata.version(name).partition("+")[0]
    except metadata.PackageNotFoundError:
        return None


def message(
    wrong: list[str], found: dict[str, str | None], tested: dict[str, tuple[str, ...]]
) -> str:
    """Names what is wrong, then both lists whole."""

    def listed(versions_of: Callable[[str], str]) -> str:
        return ", ".join(f"{name} {versions_of(name)}" for name in tested)

    return (
        f"the trainer was not tested with this environment's {', '.join(wrong)}. "
        f"Found: {listed(lambda name: found[name] or 'absent')}. "
        f"Tested: {listed(lambda name: ' or '.join(tested[name]) or 'any')}"
    )
